import type { Log } from "../core/log.ts";
import type { Context } from "../resources/context.ts";
import { InterruptedError } from "../resources/errors/interrupted-error.ts";
import { RefusedError } from "../resources/errors/refused-error.ts";
import type { ManagedState } from "../resources/managed-state.ts";
import type { Created, Difference, Read, Resource, Timeouts } from "../resources/resource.ts";
import { deadlineIn } from "../wait/deadline.ts";
import { assertSameCloud, assertSameCloudIfReachable } from "./cloud-guard.ts";
import { logChanges } from "./diff/change-lines.ts";
import { type ComposedDiff, composeDiff } from "./diff/resource-diff.ts";
import { LookupError, StateError } from "./errors/lookup-errors.ts";
import { type ErrorContext, OperationError, PartialFailure } from "./errors/operation-error.ts";
import type { ProviderProcess } from "./process.ts";
import type {
  CheckRequest,
  CheckResult,
  DeclaredResource,
  DiffRequest,
  Metadata,
  ResourceDiff,
  StoredResource,
  StoredState,
  UpdateRequest,
} from "./requests.ts";
import { type Mask, maskedLog } from "./secrets/secret-masks.ts";
import { type SecretSource, secretValues } from "./secrets/secret-values.ts";
import { fromStoredState, missingOutputs, toStoredState } from "./stored-state.ts";
import { checkTimeouts, timeoutOf } from "./timeouts.ts";

/** Where an operation writes, with its secrets masked. */
interface Output extends ErrorContext {
  readonly log: Log;
  readonly mask: Mask;
}

/**
 * Runs the operations of one resource for a host. A host translates: its values to plain ones, in which an unknown value
 * is `unknownValue` and a secret is a plain value, and the results back.
 *
 * Every operation throws an `OperationError` alone, after the host has shown the log lines before it.
 */
export class ResourceService<Inputs extends object, State extends ManagedState> {
  readonly #resource: Resource<Inputs, State>;
  readonly #process: ProviderProcess;

  constructor(resource: Resource<Inputs, State>, process: ProviderProcess) {
    this.#resource = resource;
    this.#process = process;
  }

  check({ inputs, metadata, previous, preview, problems }: CheckRequest<Inputs>): Promise<CheckResult<Inputs>> {
    const sources = [...(previous === undefined ? [] : [ofInputs(previous)]), ofInputs({ inputs, metadata })];
    return this.#run(sources, async ({ log, mask }) => {
      this.#process.warnOfUnknownSettings();
      // An alias or a renamed stack changes the default name, but not the name of an existing resource.
      const { defaultName } = previous === undefined ? metadata : previous.metadata;
      const context = this.#context(log, { ...metadata, defaultName }, "create", { preview });
      const checked = await this.#resource.check(inputs, previous?.inputs, context);
      const result = { inputs: checked.inputs, metadata: { ...metadata, defaultName: checked.defaultName } };
      this.#process.checked.add(result);
      const failures = [...problems, ...checked.failures, ...checkTimeouts(metadata.customTimeouts)];
      if (checked.adoption !== undefined && failures.length === 0) {
        log.info(checked.adoption.summary);
        logChanges(checked.adoption.changes, log, { noun: this.#resource.noun, secretPaths: metadata.secretPaths });
      }
      return { ...result, failures: failures.map(({ path, reason }) => mask(`${path}: ${reason}`)) };
    });
  }

  diff({ stored, inputs, metadata, preview }: DiffRequest<Inputs>): Promise<ResourceDiff> {
    return this.#run([ofStored(stored), ofInputs({ inputs, metadata })], async ({ log }) => {
      const { id } = stored;
      const state = this.#managedState(stored);
      this.#process.services.knownIds.claimBy(state.adoptionToken, id);
      this.#recordIds(id, state, metadata);
      const context = this.#context(log, metadata, "update", { preview });
      await assertSameCloudIfReachable(this.#subject(id), state.cloud, context);
      const difference = await this.#resource.diff(id, state, inputs, context);
      const missing = missingOutputs(this.#resource, stored.outputs);
      const diff = composeDiff(difference, { before: stored.metadata, after: metadata }, missing);
      if (diff.refused.length > 0 && this.#process.checked.has({ inputs, metadata })) {
        throw new RefusedError(`Changing ${this.#describe(id)}`, diff.refused);
      }
      if (preview) this.#showDiff(diff, difference, log, [stored.metadata, metadata]);
      return diff;
    });
  }

  create({ inputs, metadata }: DeclaredResource<Inputs>): Promise<Created<StoredState>> {
    return this.#run([ofInputs({ inputs, metadata })], async (output) => {
      const context = this.#context(output.log, metadata, "create", { inputs });
      return this.#savingProgress(output, async () => {
        const { id, state } = await this.#resource.create(inputs, context);
        return { id, state: toStoredState(this.#resource, state) };
      });
    });
  }

  /**
   * Reads a resource: a managed one, or by its id alone if it is stored without bookkeeping (a lookup or an import).
   *
   * @returns `undefined` if a managed resource no longer exists.
   */
  read(stored: StoredResource): Promise<Read<Inputs, StoredState> | undefined> {
    return this.#run([ofStored(stored)], async ({ log }) => {
      const state = fromStoredState<State>(stored);
      const found = await (state === undefined ? this.#readById(stored, log) : this.#readManaged(stored, state, log));
      return found === undefined
        ? undefined
        : { state: toStoredState(this.#resource, found.state), inputs: found.inputs };
    });
  }

  update({ stored, inputs, metadata }: UpdateRequest<Inputs>): Promise<StoredState> {
    return this.#run([ofStored(stored), ofInputs({ inputs, metadata })], async (output) => {
      const { id } = stored;
      const state = this.#managedState(stored);
      const context = this.#context(output.log, metadata, "update", { inputs });
      this.#recordIds(id, state, metadata);
      await assertSameCloud(this.#subject(id), state.cloud, context.trove, context.signal);
      return this.#savingProgress(output, async () =>
        toStoredState(this.#resource, await this.#resource.update(id, state, inputs, context)),
      );
    });
  }

  delete(stored: StoredResource): Promise<void> {
    return this.#run([ofStored(stored)], async ({ log }) => {
      const { id, metadata } = stored;
      const state = this.#managedState(stored);
      const context = this.#context(log, metadata, "delete");
      this.#recordIds(id, state, metadata);
      await assertSameCloud(this.#subject(id), state.cloud, context.trove, context.signal);
      await this.#resource.delete(id, state, context);
    });
  }

  async #readManaged(
    { id, outputs, metadata }: StoredResource,
    state: State,
    log: Log,
  ): Promise<Read<Inputs, State> | undefined> {
    const { trove, signal, services, names } = this.#process;
    // The resource claims the id, unless the state is that of a lookup, which owns nothing.
    services.knownIds.add(id);
    if (typeof outputs.name === "string") names.learn(id, outputs.name);
    this.#recordPredecessors(id, state, metadata);
    await assertSameCloud(this.#subject(id), state.cloud, trove, signal);
    return this.#resource.read({ id, state }, this.#context(log, metadata, "update"));
  }

  /** The engine would take a lookup without a result for an existing resource (`pkg/resource/deploy/step.go`). */
  async #readById({ id, metadata }: StoredResource, log: Log): Promise<Read<Inputs, State>> {
    const { trove, services } = this.#process;
    services.knownIds.add(id);
    const found = await this.#resource.read({ id }, this.#context(log, metadata, "update"));
    if (found === undefined) throw new LookupError(this.#subject(id), await trove.cloud());
    return found;
  }

  #managedState(stored: StoredResource): State {
    const { id, outputs } = stored;
    if (typeof outputs.name === "string") this.#process.names.learn(id, outputs.name);
    const state = fromStoredState<State>(stored);
    if (state === undefined) throw new StateError(this.#describe(id), this.#resource.howToAdopt);
    return state;
  }

  /** What names the resource in a text: `instance 4f1c…`. */
  #describe(id: string): string {
    return `${this.#resource.noun} ${id}`;
  }

  /** The same at the beginning of a sentence. */
  #subject(id: string): string {
    const text = this.#describe(id);
    return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  }

  #recordIds(id: string, state: State, metadata: Metadata): void {
    this.#process.services.knownIds.claim(id);
    this.#recordPredecessors(id, state, metadata);
  }

  /** What the resource replaced is pending deletion: it is not orphaned, and another resource may adopt it. */
  #recordPredecessors(id: string, state: State, { urn }: Metadata): void {
    const { services, predecessors } = this.#process;
    for (const replaced of state.predecessors ?? []) services.knownIds.add(replaced);
    predecessors.add(urn, id, state);
  }

  #context(
    log: Log,
    { urn, defaultName, customTimeouts }: Metadata,
    operation: keyof Timeouts,
    { inputs, preview = false }: { readonly inputs?: Inputs; readonly preview?: boolean } = {},
  ): Context {
    const { clock, trove, poller, predecessors, services, signal } = this.#process;
    const budgetMs = timeoutOf(operation, customTimeouts, this.#resource.timeouts(inputs));
    return {
      trove,
      poller,
      clock,
      signal,
      log,
      deadline: deadlineIn(clock, budgetMs),
      preview,
      defaultName,
      predecessors: predecessors.of(urn),
      ...services,
    };
  }

  #showDiff(
    { changes, metadataOnly }: ComposedDiff,
    { unfinishedReason }: Difference,
    log: Log,
    metadata: readonly Metadata[],
  ): void {
    if (unfinishedReason !== undefined) log.info(unfinishedReason);
    const secretPaths = metadata.flatMap((one) => one.secretPaths ?? []);
    logChanges(changes, log, { noun: this.#resource.noun, secretPaths });
    if (metadataOnly.length > 0) log.info(`${metadataOnly.join(" and ")}: the change is only recorded in the state.`);
  }

  /** @param sources the values that the operation was called with, the newest last */
  async #run<T>(sources: readonly SecretSource[], operation: (output: Output) => Promise<T>): Promise<T> {
    const { masks, hostLog } = this.#process;
    const secrets = sources.flatMap((source) => secretValues(source, this.#resource));
    const mask = masks.ofResource(
      secrets,
      sources.map(({ values }) => values.name),
    );
    const urn = sources.map(({ metadata }) => metadata.urn).findLast((text) => text !== undefined);
    try {
      return await operation({ log: maskedLog(hostLog.of(urn), mask), mask, urn });
    } catch (error) {
      throw error instanceof OperationError ? error : new OperationError(error, { mask, urn });
    } finally {
      await hostLog.flush();
    }
  }

  async #savingProgress<T>(output: Output, operation: () => Promise<T>): Promise<T> {
    try {
      return await operation();
    } catch (error) {
      if (!(error instanceof InterruptedError)) throw error;
      throw new PartialFailure(error.id, toStoredState(this.#resource, error.state), error, output);
    }
  }
}

function ofInputs({ inputs, metadata }: DeclaredResource<object>): SecretSource {
  return { values: { ...inputs }, metadata };
}

function ofStored({ outputs, bookkeeping, metadata }: StoredResource): SecretSource {
  return { values: outputs, metadata, released: bookkeeping?.released };
}
