import { randomBytes } from "node:crypto";
import { ApiFault } from "./api-fault.ts";
import type { Call } from "./call.ts";
import { checkRootRuns, instanceWithServer } from "./instances/checks.ts";
import type { Instance } from "./instances/instance.ts";
import { isObject } from "./json.ts";

export function showRoot(call: Call): unknown {
  return { rootEnabled: isEnabled(call, find(call)) };
}

/** The only time that the password is shown; a second POST sets another. */
export function enableRoot(call: Call): unknown {
  const instance = find(call);
  const { body } = call;
  const asked = isObject(body) && typeof body.password === "string" ? body.password : "";
  const password = asked === "" ? generatePassword() : asked;
  instance.rootPassword = password;
  if (!isEnabled(call, instance)) instance.rootEnabled = instance.now();
  return { user: { name: "root", password } };
}

/** Before 26, what was enabled once counts as enabled ever after. */
export function disableRoot(call: Call): undefined {
  const instance = find(call);
  if (!isEnabled(call, instance)) throw new ApiFault(404, "Root user has never been enabled on the instance.");
  instance.rootPassword = undefined;
  instance.rootDisabled = instance.now();
}

/** The database keeps whole seconds: within the second of the enabling, a deletion does not count. */
function isEnabled({ cloud }: Call, { rootEnabled, rootDisabled }: Instance): boolean {
  if (rootEnabled === undefined) return false;
  if (rootDisabled === undefined || !cloud.behavior.forgetsRoot) return true;
  return secondsOf(rootDisabled) <= secondsOf(rootEnabled);
}

function secondsOf(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}

/** Asked for an id that no instance has, Trove looks for a cluster. */
function find(call: Call): Instance {
  if (call.cloud.peek(call.parameter("id"))?.projectId !== call.project) {
    throw new ApiFault(404, "DBCluster Not Found");
  }
  const instance = instanceWithServer(call);
  checkRootRuns(instance);
  return instance;
}

function generatePassword(): string {
  return randomBytes(27).toString("base64url");
}
