import { TroveError } from "../../http/trove-error.ts";
import type { Cloud } from "../../openstack/credentials.ts";
import { isNotFound } from "../../trove/errors/is-not-found.ts";
import type { Instance } from "../../trove/types.ts";
import { RefusedError } from "../refused-error.ts";
import type { Context, Created, Row } from "../resource.ts";
import { same } from "../same.ts";
import { carry } from "./carry.ts";
import { flavorIdOf } from "./flavor.ts";
import { listGuestObjects } from "./guest-objects.ts";
import { type InstanceInputs, splitUserKey } from "./inputs.ts";
import type { InstanceState } from "./state.ts";

/**
 * Takes over an existing instance that is as the program says; what the program leaves out stays as it is. Every
 * declared password is set, since no cloud tells whether it is the one.
 */
export async function adopt(
  id: string,
  inputs: InstanceInputs,
  context: Context,
  cloud: Cloud,
): Promise<Created<InstanceState>> {
  if (context.run.met.has(id)) {
    throw new AdoptError(
      id,
      "another resource of this stack, or an earlier name of this one, already holds it. To rename a resource, use the option `aliases`",
    );
  }
  const instance = await find(id, context, cloud);
  if (instance.status === "BUILD" || instance.status === "ERROR" || instance.status === "SHUTDOWN") {
    throw new AdoptError(id, `its status is ${instance.status}: only an instance in service can be taken over`);
  }
  const rows = [...(await differences(instance, inputs, context)), ...(await guestDifferences(id, inputs, context))];
  if (rows.length > 0) throw new RefusedError(`Adopting instance ${id}`, rows);
  return takeInto(instance, inputs, context, cloud);
}

/** Takes over what an interrupted create of this resource left, in whatever state of being built it is. */
export async function takeOver(
  leftover: Instance,
  inputs: InstanceInputs,
  context: Context,
  cloud: Cloud,
): Promise<Created<InstanceState>> {
  const rows = await differences(leftover, inputs, context);
  if (rows.length > 0) throw new RefusedError(`Taking over instance ${leftover.id}, which an earlier run left,`, rows);
  context.log.info(`Taking over instance ${leftover.id} (${leftover.status}), which an interrupted run left.`);
  return takeInto(leftover, inputs, context, cloud);
}

function takeInto(
  instance: Instance,
  inputs: InstanceInputs,
  context: Context,
  cloud: Cloud,
): Promise<Created<InstanceState>> {
  context.run.met.add(instance.id);
  context.run.takenOver.add(instance.id);
  return carry(instance, inputs, context, { cloud, finish: (id) => setPasswords(id, inputs, context) });
}

async function find(id: string, context: Context, { projectId, region }: Cloud): Promise<Instance> {
  try {
    return await context.trove.instances.get(id, { signal: context.signal });
  } catch (error) {
    if (!isNotFound(error)) throw error;
    throw new AdoptError(id, `there is no such instance in project ${projectId}, region ${region}`);
  }
}

/** What the instance has otherwise than the program says, as far as Trove reports it. */
async function differences(instance: Instance, inputs: InstanceInputs, context: Context): Promise<Row[]> {
  const flavor = inputs.flavor === undefined ? undefined : await flavorIdOf(inputs.flavor, context);
  const pairs: readonly (readonly [path: string, wanted: unknown, has: unknown])[] = [
    ["name", inputs.name, instance.name],
    ["flavor", flavor, instance.flavorId],
    ["volume.size", inputs.volume?.size, instance.volumeSize],
    ["datastore.type", inputs.datastore?.type, instance.datastore.type],
    ["datastore.version", inputs.datastore?.version, instance.datastore.version],
    ["replicaOf", inputs.replicaOf, instance.replicaOf],
    ["locality", inputs.locality, instance.locality],
    ["access", inputs.access, instance.access],
  ];
  return pairs
    .filter(([, wanted, has]) => wanted !== undefined && !same(wanted, has))
    .map(([path, wanted, has]) => refusal(path, `the program says ${show(wanted)}, the instance has ${show(has)}.`));
}

async function guestDifferences(id: string, inputs: InstanceInputs, context: Context): Promise<Row[]> {
  const there = await listGuestObjects(id, inputs, context);
  const databases = Object.keys(inputs.databases ?? {})
    .filter((name) => !there.databases?.has(name))
    .map((name) => refusal(`databases[${JSON.stringify(name)}]`, "the instance has no such database."));
  const users = Object.entries(inputs.users ?? {}).flatMap(([key, user]) => {
    const path = `users[${JSON.stringify(key)}]`;
    const has = there.users?.get(key);
    if (has === undefined) return [refusal(path, "the instance has no such user.")];
    const granted = [...has.databases].sort();
    if (user.databases === undefined || same(user.databases, granted)) return [];
    return [refusal(`${path}.databases`, `the program says ${show(user.databases)}, granted are ${show(granted)}.`)];
  });
  return [...databases, ...users];
}

async function setPasswords(id: string, inputs: InstanceInputs, context: Context): Promise<void> {
  for (const [key, { password }] of Object.entries(inputs.users ?? {})) {
    await context.trove.users.update(id, splitUserKey(key), { password }, { signal: context.signal });
  }
}

function refusal(path: string, reason: string): Row {
  return { path, kind: "refuse", impact: "none", reason: `${reason} Changing it in place is not supported yet.` };
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? "nothing";
}

/** The instance that adoptId names cannot be taken over. */
export class AdoptError extends TroveError {
  readonly code = "TROVE_ADOPT";

  constructor(id: string, reason: string) {
    super(`adoptId: instance ${id} cannot be adopted: ${reason}.`);
  }
}
