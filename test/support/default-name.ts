import { createHash } from "node:crypto";

/** The SDK's default name of an instance: `<name>-<7 hex digits of the SHA-256 of its URN>`. */
export function defaultNameOf(urn: string): string {
  return `${urn.split("::").at(-1)}-${createHash("sha256").update(urn).digest("hex").slice(0, 7)}`;
}
