import { badRequest, internalError } from "./api-fault.ts";
import type { Call } from "./call.ts";
import { instanceWithServer } from "./instances/checks.ts";
import { isObject } from "./json.ts";

/** The only log; it stays disabled and empty. */
const SLOW_QUERY = {
  name: "slow_query",
  type: "USER",
  status: "Disabled",
  published: 0,
  pending: 0,
  container: null,
  prefix: null,
  metafile: null,
};

export function listLogs(call: Call): unknown {
  instanceWithServer(call);
  return { logs: [SLOW_QUERY] };
}

/** Enables, disables, publishes or discards a log; without a schema (`trove/instance/service.py`, `guest_log_action`). */
export function changeLog(call: Call): unknown {
  instanceWithServer(call);
  const { body } = call;
  if (!isObject(body) || body.name === undefined) throw internalError();
  if (body.enable && body.disable) throw badRequest("Cannot enable and disable log.");
  return { log: { ...SLOW_QUERY, name: body.name, status: body.enable ? "Enabled" : "Disabled" } };
}
