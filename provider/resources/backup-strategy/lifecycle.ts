import { randomUUID } from "node:crypto";
import { describeError } from "../../core/error-text.ts";
import { isOutcomeUnknown } from "../../trove/errors/outcome-unknown.ts";
import type { BackupStrategy } from "../../trove/types.ts";
import { isTransient } from "../../wait/is-transient.ts";
import { waitFor } from "../../wait/wait-for.ts";
import type { Context } from "../context.ts";
import { diffArguments } from "../diff/diff-arguments.ts";
import { propertyChange } from "../diff/property-change.ts";
import { RefusedError } from "../errors/refused-error.ts";
import type { Created, Difference, Read, ReadById, ReadManaged } from "../resource.ts";
import { type BackupStrategyInputs, backupStrategyArguments } from "./arguments.ts";
import { type BackupStrategyState, isReadById, toInputs, toState } from "./state.ts";
import { describeStrategy, findStrategy, idOf, instanceOf } from "./strategy.ts";

/**
 * Creates a strategy. An existing one is refused, since the request would change it: it is taken over only with
 * `trove:resumeInterrupted`, and if it is as declared.
 */
export async function create(
  { swiftContainer, instance: instanceId }: BackupStrategyInputs,
  context: Context,
): Promise<Created<BackupStrategyState>> {
  const cloud = await context.trove.cloud({ signal: context.signal });
  const id = idOf(cloud.projectId, instanceId);
  return context.locks.runExclusive(id, async () => {
    const existing = await findStrategy(instanceId, context);
    if (existing === undefined) {
      await set({ instanceId, swiftContainer }, context);
      context.knownIds.claim(id);
      return { id, state: toState({ instanceId, swiftContainer }, cloud) };
    }
    if (!context.settings.resumeInterrupted || existing.swiftContainer !== swiftContainer) throw refused(existing);
    context.log.info(`Taking over ${describeStrategy(instanceId)}, which exists as declared.`);
    const adoptionToken = randomUUID();
    context.knownIds.adopt(id, adoptionToken);
    return { id, state: toState(existing, cloud, adoptionToken) };
  });
}

function refused({ instanceId, swiftContainer }: BackupStrategy): RefusedError {
  const reason =
    `it already exists, with the container "${swiftContainer}". Import it, which needs the plugin, or delete it first; ` +
    "for a renamed resource, set the resource option `aliases`.";
  return new RefusedError(`Creating ${describeStrategy(instanceId)}`, [
    propertyChange(instanceId === undefined ? "swiftContainer" : "instance", "refuse", "none", reason),
  ]);
}

export async function diff(_id: string, state: BackupStrategyState, inputs: BackupStrategyInputs): Promise<Difference> {
  const changes = diffArguments(backupStrategyArguments, state, inputs);
  return { changes, deleteBeforeReplace: false, unfinished: false };
}

/** Reads a strategy. One of another project is not found: the list has those of the project of the credentials. */
export async function read(
  { id, state }: ReadManaged<BackupStrategyState> | ReadById,
  context: Context,
): Promise<Read<BackupStrategyInputs, BackupStrategyState> | undefined> {
  const isManaged = state !== undefined && !isReadById(state);
  if (isManaged) context.knownIds.claim(id);
  const cloud = await context.trove.cloud({ signal: context.signal });
  const instanceId = instanceOf(id);
  if (idOf(cloud.projectId, instanceId) !== id) return undefined;
  const strategy = await findStrategy(instanceId, context);
  if (strategy === undefined) return undefined;
  const found = toState(strategy, cloud, state?.adoptionToken);
  return { state: isManaged ? found : { ...found, declared: [] }, inputs: toInputs(strategy) };
}

/** Changes the container. Creates the strategy again if it was deleted since the last refresh. */
export async function update(
  id: string,
  state: BackupStrategyState,
  { swiftContainer }: BackupStrategyInputs,
  context: Context,
): Promise<BackupStrategyState> {
  const instanceId = instanceOf(id);
  const current = await findStrategy(instanceId, context);
  if (current?.swiftContainer !== swiftContainer) await set({ instanceId, swiftContainer }, context);
  return toState({ instanceId, swiftContainer }, state.cloud, state.adoptionToken);
}

/** Deletes a strategy. One that another resource took over is kept. */
export async function deleteStrategy(id: string, state: BackupStrategyState, context: Context): Promise<void> {
  const { knownIds, log, signal, trove } = context;
  const instanceId = instanceOf(id);
  if (knownIds.isClaimedByAnother(id, state.adoptionToken)) {
    log.info(`${describeStrategy(instanceId)} is kept: another resource of this stack took it over.`);
    return;
  }
  const what = `${describeStrategy(instanceId)} to be deleted`;
  await untilAnswered(what, () => trove.backupStrategies.delete(instanceId, { signal }), context);
  knownIds.forget(id);
}

async function set(strategy: Pick<BackupStrategy, "instanceId" | "swiftContainer">, context: Context): Promise<void> {
  const { signal, trove } = context;
  const what = `${describeStrategy(strategy.instanceId)} to be set`;
  await untilAnswered(what, () => trove.backupStrategies.set(strategy, { signal }), context);
}

/** Repeats a request whose answer is lost. Both requests have the same effect when they are repeated. */
async function untilAnswered(what: string, send: () => Promise<unknown>, context: Context): Promise<void> {
  const { clock, deadline, log, signal } = context;
  await waitFor({
    what,
    observe: async () => {
      try {
        await send();
        return "answered";
      } catch (error) {
        if (!isOutcomeUnknown(error) || isTransient(error)) throw error;
        return `no usable answer: ${describeError(error)}`;
      }
    },
    status: (answer) => answer,
    until: (answer) => answer === "answered",
    ...{ deadline, clock, signal, log },
  });
}
