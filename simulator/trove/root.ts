import { randomBytes } from "node:crypto";
import { ApiFault } from "./api-fault.ts";
import type { Call } from "./call.ts";
import { callGuest } from "./guest-agent/calls.ts";
import { checkRootRuns, instanceWithServer } from "./instances/checks.ts";
import type { Instance } from "./instances/instance.ts";
import { isObject } from "./json.ts";

export function showRoot(call: Call): unknown {
  return { rootEnabled: isEnabled(call, find(call)) };
}

/** The only response that shows the password; a second POST sets a new one. */
export async function enableRoot(call: Call): Promise<unknown> {
  const instance = find(call);
  const { body } = call;
  const asked = isObject(body) && typeof body.password === "string" ? body.password : "";
  const password = asked === "" ? generatePassword() : asked;
  await callGuest(call.cloud, instance, () => instance.databaseServer.enableRoot(password));
  instance.rootPassword = password;
  if (!isEnabled(call, instance)) instance.rootEnabled = instance.now();
  return { user: { name: "root", password } };
}

/** Before Trove 25, root that was enabled once is shown as enabled forever. */
export async function disableRoot(call: Call): Promise<undefined> {
  const instance = find(call);
  if (!isEnabled(call, instance)) throw new ApiFault(404, "Root user has never been enabled on the instance.");
  await callGuest(call.cloud, instance, () => instance.databaseServer.disableRoot());
  instance.rootPassword = undefined;
  instance.rootDisabled = instance.now();
}

/** Trove's database stores whole seconds: a disable in the same second as the enable has no effect. */
function isEnabled({ cloud }: Call, { rootEnabled, rootDisabled }: Instance): boolean {
  if (rootEnabled === undefined) return false;
  if (rootDisabled === undefined || !cloud.behavior.forgetsRoot) return true;
  return secondsOf(rootDisabled) <= secondsOf(rootEnabled);
}

function secondsOf(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}

/** If no instance has the id, Trove looks for a cluster. */
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
