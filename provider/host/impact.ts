import type { Log } from "../http/log.ts";
import type { Impact, Row } from "../resources/resource.ts";

const IMPACT: Readonly<Record<Impact, string>> = {
  none: "without interruption",
  restart: "the database is restarted",
  offline: "the database is down meanwhile",
  dataLoss: "data is lost",
};

/** Says in a preview what each change does, and what it costs. */
export function tellImpact(rows: readonly Row[], log: Log): void {
  for (const { path, kind, impact, reason, warning } of rows) {
    if (warning) log.warn(`${path} ${reason}.`);
    if (kind === "update" || kind === "replace") log.info(`${path}: ${reason} (${kind}: ${IMPACT[impact]})`);
  }
}
