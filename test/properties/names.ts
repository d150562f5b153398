import fc from "fast-check";

/** Few names, so that the program and changes outside of it collide. */
export const databaseNames = ["app", "audit", "cache", "jobs"] as const;
export const userKeys = ["app@%", "app@10.0.0.%", "report@%", "root2@192.168.1.1"] as const;
export const passwords = ["first-password", "second-password", "third-password"] as const;
export const groupNames = ["patient", "crowded", "restarting"] as const;

/** Like `fc.record`, but always with a prototype, as an object literal has. */
export function plain<Values>(fields: { [Name in keyof Values]: fc.Arbitrary<Values[Name]> }): fc.Arbitrary<Values> {
  return fc.record<Values>(fields, { noNullPrototype: true });
}

export const grantLists: fc.Arbitrary<string[]> = fc.subarray([...databaseNames]);

export const ranges: fc.Arbitrary<{ readonly isPublic: boolean; readonly allowedCidrs: string[] }> = plain({
  isPublic: fc.boolean(),
  allowedCidrs: fc.subarray(["10.0.0.0/8", "192.168.0.0/16", "0.0.0.0/0"]),
});
