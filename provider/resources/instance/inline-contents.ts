import type { Context } from "../context.ts";
import { type PropertyChange, propertyChange } from "../diff/property-change.ts";
import type { InlineContents } from "../guest/shared/contents-claims.ts";
import { formatPath } from "../property-path.ts";
import { known } from "../values/unknown-value.ts";
import type { InstanceInputs } from "./arguments.ts";

/** Records which databases and users the program declares inline, for the resources inside the instance. */
export function recordInline(id: string, inputs: InstanceInputs, { contentsClaims }: Context): void {
  contentsClaims.setInline(id, inlineContents(inputs));
}

/** Refuses the databases and users that a resource of their own declares too: each of the two would undo the other. */
export function declaredTwice(id: string, inputs: InstanceInputs, { contentsClaims }: Context): PropertyChange[] {
  const { databases = [], users = [] } = inlineContents(inputs);
  const refusals = (kind: "databases" | "users", keys: readonly string[], className: string) =>
    keys
      .filter((key) => contentsClaims.isResource(kind, id, key))
      .map((key) => {
        const reason = `is declared by a ${className} too. Declare it in one place: remove it from ${kind}, or remove that resource.`;
        return propertyChange(formatPath([kind, key]), "refuse", "none", reason);
      });
  return [...refusals("databases", databases, "TroveDatabase"), ...refusals("users", users, "TroveUser")];
}

function inlineContents({ databases, users }: InstanceInputs): InlineContents {
  return { databases: Object.keys(known(databases) ?? {}), users: Object.keys(known(users) ?? {}) };
}
