import type { Effect, Fault } from "../../simulator/index.ts";
import { CREATES, LISTS } from "./faults.ts";
import type { Plan } from "./plan.ts";

export const CLOCK_SKEW = "clock skew";

/** The kinds of faults that must occur in a complete run. */
export const KINDS: readonly string[] = [
  "reset before",
  "reset after a create",
  "reset after another POST",
  "reset after a PUT",
  "reset after a DELETE",
  "5xx",
  "413",
  "401",
  "hang",
  "truncated",
  "non-JSON",
  "wrong status",
  "slow list",
  "Keystone down",
  "kill the provider",
  "kill Pulumi",
  "SIGINT",
  "SIGTERM",
  CLOCK_SKEW,
];

/** The kinds of all faults in a plan, with repetitions. */
export function plannedIn(plan: Plan): string[] {
  const ofUps = plan.ups.flatMap(({ faults, interruption }) => [
    ...faults.map(kindOf),
    ...(interruption === undefined ? [] : [interruption.way]),
  ]);
  return [...skewOf(plan), ...ofUps];
}

/** Clock skew lasts for the whole plan. */
export function skewOf({ skewHours }: Pick<Plan, "skewHours">): string[] {
  return skewHours === 0 ? [] : [CLOCK_SKEW];
}

export function kindOf({ service, method, path = "", effect }: Fault): string {
  if (service === "keystone" && isDown(effect)) return "Keystone down";
  switch (effect.type) {
    case "reset":
      return effect.when === "before" ? "reset before" : `reset after ${whichChange(method, path)}`;
    case "truncate":
      return "truncated";
    case "hang":
      return "hang";
    case "expireTokens":
      return "401";
    case "delay":
      return LISTS.includes(path) ? "slow list" : "late answer";
    case "status":
      return kindOfAnswer(effect);
  }
}

function isDown(effect: Effect): boolean {
  return effect.type === "reset" || effect.type === "hang" || (effect.type === "status" && effect.status === 503);
}

function whichChange(method: string | undefined, path: string): string {
  if (path === CREATES) return "a create";
  return method === "POST" ? "another POST" : `a ${method}`;
}

function kindOfAnswer({ status, body }: Extract<Effect, { type: "status" }>): string {
  if (status === 401 || status === 413) return String(status);
  if (typeof body === "string") return "non-JSON";
  if (status >= 500) return "5xx";
  return status < 300 ? "empty answer" : "wrong status";
}
