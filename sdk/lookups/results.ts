import * as pulumi from "@pulumi/pulumi";

/** Removes what is absent, also from the items of lists: `null` on the wire, and `undefined` in a program. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  const present = Object.entries(value).filter(([, inner]) => inner !== null && inner !== undefined);
  return Object.fromEntries(present.map(([key, inner]) => [key, withoutNulls(inner)]));
}

/** The error of a lookup that Pulumi shows without a stack trace. */
export function toProgramError(name: string, error: unknown): Error {
  const text = error instanceof Error ? error.message : String(error);
  // The engine begins the error of a function with its type (`pkg/resource/deploy/source_eval.go`, `Invoke`).
  return new pulumi.RunError(`${name}: ${text.replace(/^invocation of \S+ returned an error: /, "")}`);
}

/** The arguments with the ids of the resources that a program gives instead. */
export function withIds(args: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => [name, pulumi.CustomResource.isInstance(value) ? value.id : value]),
  );
}
