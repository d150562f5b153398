import { z } from "zod";
import { faultSchema } from "../faults/fault.ts";
import type { FaultPlan } from "../faults/fault-plan.ts";
import type { HttpRequest, HttpResponse } from "../http/exchange.ts";
import type { RequestLog } from "../http/request-log.ts";
import { matchRoute, type Route } from "../http/router.ts";
import type { Cloud } from "../trove/cloud.ts";
import { refuseForeign } from "./foreign.ts";

interface Controlled {
  readonly faults: FaultPlan;
  readonly log: RequestLog;
  readonly cloud: Cloud;
}

type Command = (request: HttpRequest) => HttpResponse;

/**
 * The control API for tests: `/_simulator/…` on Trove's port, without a token. Its requests are not logged, and faults
 * do not apply to them.
 */
export function createControl({ faults, log, cloud }: Controlled): (request: HttpRequest) => HttpResponse | undefined {
  const forget = (forgotten: () => void): HttpResponse => {
    forgotten();
    return { status: 204 };
  };
  const routes: readonly Route<Command>[] = [
    { method: "POST", path: "/_simulator/faults", target: (request) => addFault(faults, request) },
    { method: "DELETE", path: "/_simulator/faults", target: () => forget(() => faults.clear()) },
    { method: "GET", path: "/_simulator/requests", target: () => ({ status: 200, body: log.entries }) },
    { method: "DELETE", path: "/_simulator/requests", target: () => forget(() => log.entries.splice(0)) },
    { method: "GET", path: "/_simulator/instances", target: () => ({ status: 200, body: cloud.instances() }) },
  ];
  return (request) => {
    if (!request.path.startsWith("/_simulator/")) return undefined;
    const refused = refuseForeign(request);
    if (refused) return refused;
    const found = matchRoute(routes, request.method, request.path);
    return found
      ? found.target(request)
      : { status: 404, body: { error: `no ${request.method} ${request.path} here` } };
  };
}

function addFault(faults: FaultPlan, request: HttpRequest): HttpResponse {
  try {
    const fault = faultSchema.parse(JSON.parse(request.body ?? ""));
    return { status: 201, body: { id: faults.add(fault) } };
  } catch (error) {
    const message = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    return { status: 400, body: { error: message } };
  }
}
