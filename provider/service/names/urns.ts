import { createHash } from "node:crypto";

/** The name of a resource in the program, which can contain `::`: `urn:pulumi:stack::project::type::name`. */
export function nameInProgram(urn: string): string | undefined {
  return urn.split("::").slice(3).join("::") || undefined;
}

/** The URN of the same resource on Pulumi's dynamic host. Each of its types, those of its parents too, has another name there. */
export function dynamicUrn(urn: string): string {
  const [stack = "", project = "", types = "", ...name] = urn.split("::");
  const dynamicTypes = types
    .split("$")
    .map((type) => type.replace(/^trove:index:/, "pulumi-nodejs:dynamic/trove:"))
    .join("$");
  return [stack, project, dynamicTypes, ...name].join("::");
}

/** The limit of Trove's schemas, in Unicode code points (`trove/common/apischema.py`). */
const MAX_NAME_LENGTH = 255;
const HASH_LENGTH = 7;

/**
 * The name that a resource gets if the program chooses none: `<resource name>-<7 hex digits of the SHA-256 of its URN>`. On
 * every host it is that of the dynamic host's URN, so that each host finds the instances that the other one left behind.
 */
export function defaultNameOf(urn: string): string {
  const hash = createHash("sha256").update(dynamicUrn(urn)).digest("hex").slice(0, HASH_LENGTH);
  const cut = [...(nameInProgram(urn) ?? "")].slice(0, MAX_NAME_LENGTH - HASH_LENGTH - 1).join("");
  return `${cut}-${hash}`;
}
