import type { z } from "zod";
import { text } from "../rules.ts";

/**
 * The name of a container. Trove refuses characters that a shell interprets (`trove/common/utils.py`, `validate_command`).
 * Swift refuses a `/`, after Trove has accepted it: the backup would fail.
 */
export const containerName: z.ZodString = text.regex(
  /^[\w@%+=:,.-]+$/,
  "must consist of letters (a-z, A-Z), digits and the characters _ @ % + = : , . -",
);

/**
 * The container in the URL of a stored backup; `undefined` if it is not in one, as a snapshot of a volume
 * (`trove/backup/models.py`, `container_name`, `is_snapshot`).
 */
export function containerOf(locationRef: string | undefined): string | undefined {
  if (locationRef === undefined || !/^https?:/.test(locationRef)) return undefined;
  return locationRef.split("/").at(-2);
}
