import { createHash } from "node:crypto";

/** `<name>-<7 hex of the SHA-256 of its URN>`: what the SDK calls an instance for which the program chose no name. */
export function defaultNameOf(urn: string): string {
  return `${urn.split("::").at(-1)}-${createHash("sha256").update(urn).digest("hex").slice(0, 7)}`;
}
