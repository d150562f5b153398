import { isUuid } from "../rules.ts";
import { ChildIdError } from "./errors.ts";

/** The id of something inside an instance: `8a2f…/app` for a database, `8a2f…/app@%` for a user. */
export interface ChildId {
  readonly instanceId: string;
  /** What follows the slash. A name may contain a slash, too. */
  readonly key: string;
}

export function formatChildId({ instanceId, key }: ChildId): string {
  return `${instanceId}/${key}`;
}

/** @throws {ChildIdError} an import or a lookup has an id of another form */
export function parseChildId(id: string, form: string): ChildId {
  const slash = id.indexOf("/");
  const parsed = { instanceId: id.slice(0, slash), key: id.slice(slash + 1) };
  if (slash < 0 || parsed.key === "" || !isUuid(parsed.instanceId)) throw new ChildIdError(id, form);
  return parsed;
}
