import type { Instance } from "../../../trove/types.ts";

/** Instances for a person who has to choose among them: `4f1c… (BUILD, created 2026-01-01T00:00:00Z), …`. */
export function describeInstances(instances: readonly Instance[]): string {
  return instances.map(({ id, status, created }) => `${id} (${status}, created ${created ?? "?"})`).join(", ");
}
