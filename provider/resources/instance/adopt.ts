import { randomUUID } from "node:crypto";
import { TroveError } from "../../http/trove-error.ts";
import type { Cloud } from "../../openstack/credentials.ts";
import { unlessGone } from "../../trove/errors/is-gone.ts";
import type { Instance } from "../../trove/types.ts";
import { InterruptedError } from "../interrupted-error.ts";
import { RefusedError } from "../refused-error.ts";
import type { Context, Created, Row } from "../resource.ts";
import { carry } from "./carry.ts";
import { withDatastoreNames } from "./datastore.ts";
import { diff } from "./diff.ts";
import type { InstanceInputs } from "./inputs.ts";
import { LeftoverError } from "./leftovers.ts";
import { liveValues } from "./live-values.ts";
import { row } from "./row.ts";
import { type InstanceState, toState } from "./state.ts";

/** Not to be taken over, half made, broken, or going; and what to do then. */
const NOT_ADOPTABLE: Readonly<Record<string, string>> = {
  BUILD: "Wait until it is ACTIVE.",
  ERROR: "Have it mended first.",
  SHUTDOWN: "It is going, or its database has stopped: have it started first.",
};

/**
 * Takes over an existing instance and brings it to what the program says; what the program leaves out stays as it is.
 * Every declared password is set, since no cloud tells whether it is the one. What would need a replacement is refused.
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
      "another resource of this stack, or an earlier name of this one, already holds it. To rename a resource, use the " +
        "option `aliases`.",
    );
  }
  // At once: nobody else may adopt it meanwhile.
  context.run.met.add(id);
  try {
    return await adoptAlone(id, inputs, context, cloud);
  } catch (error) {
    if (!(error instanceof InterruptedError)) context.run.met.delete(id);
    throw error;
  }
}

async function adoptAlone(
  id: string,
  inputs: InstanceInputs,
  context: Context,
  cloud: Cloud,
): Promise<Created<InstanceState>> {
  const instance = await find(id, context, cloud);
  const remedy = NOT_ADOPTABLE[instance.status];
  if (remedy !== undefined) {
    const reason = `its status is ${instance.status}, and only an instance in service can be taken over`;
    throw new AdoptError(id, `${reason}. ${remedy}`);
  }
  return takeInto(`Adopting instance ${id}`, instance, inputs, ["databases", "users"], context, cloud);
}

/**
 * Takes over what an interrupted create of this resource left, in whatever state of being built it is. Its databases are
 * waited for as in any create.
 *
 * @throws {LeftoverError} it is in ERROR.
 */
export function takeOver(
  leftover: Instance,
  inputs: InstanceInputs,
  context: Context,
  cloud: Cloud,
): Promise<Created<InstanceState>> {
  if (leftover.status === "ERROR") throw LeftoverError.broken(leftover);
  context.log.info(`Taking over instance ${leftover.id} (${leftover.status}), which an interrupted run left.`);
  const what = `Taking over instance ${leftover.id}, which an earlier run left,`;
  return takeInto(what, leftover, inputs, ["users"], context, cloud);
}

/** @param unknown what is not taken for there: a user's password is never known to be the declared one. */
async function takeInto(
  what: string,
  instance: Instance,
  inputs: InstanceInputs,
  unknown: readonly ("databases" | "users")[],
  context: Context,
  cloud: Cloud,
): Promise<Created<InstanceState>> {
  const said = await liveValues(inputs, undefined, instance, context);
  const refused = refusals(said, await withDatastoreNames(inputs, undefined, context), instance, cloud);
  if (refused.length > 0) throw new RefusedError(what, refused);
  const takeover = randomUUID();
  context.run.takeOver(instance.id, takeover);
  for (const name of unknown) delete said[name];
  // Of what is not being built nobody knows that it holds no data.
  const record = { built: instance.status !== "BUILD", owesRestart: false, takeover };
  return context.run.exclusive(instance.id, () => carry(instance, { said, inputs }, context, cloud, record));
}

function refusals(said: InstanceInputs, inputs: InstanceInputs, instance: Instance, cloud: Cloud): Row[] {
  const state: InstanceState = toState(said, instance, cloud, { built: true, pending: [], owesRestart: false });
  const { type } = inputs.datastore ?? {};
  const rows = diff(state, { ...inputs, allow: { ...inputs.allow, replace: false } }).rows;
  return [
    ...rows.filter(({ kind }) => kind === "replace" || kind === "refuse"),
    ...(type !== undefined && type !== instance.datastore.type
      ? [
          row(
            "datastore.type",
            "refuse",
            "dataLoss",
            `the instance runs ${instance.datastore.type}, not ${type}. Say so in the program, or leave the type out.`,
          ),
        ]
      : []),
  ];
}

async function find(id: string, context: Context, { projectId, region }: Cloud): Promise<Instance> {
  const found = await unlessGone(context.poller.look(id, context.signal), { instance: id });
  if (found !== undefined) return found;
  throw new AdoptError(
    id,
    `there is no such instance in project ${projectId}, region ${region}. Correct the id, or use the credentials of ` +
      "its project and region.",
  );
}

/** The instance that adoptId names cannot be taken over. */
export class AdoptError extends TroveError {
  readonly code = "TROVE_ADOPT";

  constructor(id: string, reason: string) {
    super(`adoptId: instance ${id} cannot be adopted: ${reason}`);
  }
}
