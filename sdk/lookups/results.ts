import * as pulumi from "@pulumi/pulumi";

/** Removes what is absent, also from the items of lists: `null` on the wire, and `undefined` in a program. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  const present = Object.entries(value).filter(([, inner]) => inner !== null && inner !== undefined);
  return Object.fromEntries(present.map(([key, inner]) => [key, withoutNulls(inner)]));
}

/** The error of a lookup as Pulumi shows it: without a stack trace. */
export function toProgramError(name: string, error: unknown): Error {
  return new pulumi.RunError(`${name}: ${error instanceof Error ? error.message : String(error)}`);
}

/** The arguments with the ids of the resources that a program gives instead. */
export function withIds(args: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => [name, pulumi.CustomResource.isInstance(value) ? value.id : value]),
  );
}
