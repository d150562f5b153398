import type { Log } from "../core/log.ts";
import { LookupError } from "../lookups/errors/lookup-error.ts";
import type { Context } from "../resources/context.ts";
import { toRefusals } from "../resources/diff/property-change.ts";
import { RefusedError } from "../resources/errors/refused-error.ts";
import type { ManagedState } from "../resources/managed-state.ts";
import type { Created, Read, ReadOptions, Resource, Timeouts } from "../resources/resource.ts";
import { deadlineIn } from "../wait/deadline.ts";
import { assertSameCloud, assertSameCloudIfReachable } from "./cloud-guard.ts";
import { type ChangeLineOptions, logAdoption, logDiff } from "./diff/change-lines.ts";
import { expectedState } from "./diff/expected-state.ts";
import { type ComparedResource, composeDiff, differenceOfImport } from "./diff/resource-diff.ts";
import { StateError } from "./errors/state-error.ts";
import { importedPart } from "./imports.ts";
import { applyAutoNaming, newName } from "./names/auto-naming.ts";
import { nameInProgram } from "./names/urns.ts";
import type { ProviderProcess } from "./process.ts";
import type {
  CheckRequest,
  CheckResult,
  DeclaredResource,
  DiffRequest,
  Metadata,
  PreviewUpdateRequest,
  ResourceDiff,
  StoredResource,
  StoredState,
  UpdateRequest,
} from "./requests.ts";
import { type Output, ofInputs, ofStored, runOperation } from "./run-operation.ts";
import type { SecretSource } from "./secrets/secret-values.ts";
import { fromStoredState, missingOutputs, toStoredState } from "./stored-state.ts";
import { checkTimeouts, timeoutOf } from "./timeouts.ts";

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

  check(request: CheckRequest<Inputs>): Promise<CheckResult<Inputs>> {
    const { inputs, metadata, previous, preview, problems, inline, autoNaming = {} } = request;
    const sources = [...(previous === undefined ? [] : [ofInputs(previous)]), ofInputs({ inputs, metadata })];
    return this.#run(sources, async ({ log, mask }) => {
      this.#process.warnOfUnknownSettings();
      // An alias or a renamed stack changes the default name, but not the name of an existing resource.
      const offered = previous === undefined ? newName(metadata, autoNaming) : previous.metadata.defaultName;
      const context = { ...this.#context(log, { ...metadata, defaultName: offered }, "create", { preview }), inline };
      const checked = await this.#resource.check(inputs, previous?.inputs, context);
      const naming = applyAutoNaming(checked.defaultName, previous === undefined ? autoNaming : {});
      const failures = [
        ...problems,
        ...checked.failures,
        ...naming.failures,
        ...checkTimeouts(metadata.customTimeouts),
      ];
      const result = { inputs: checked.inputs, metadata: { ...metadata, defaultName: naming.defaultName } };
      this.#process.checked.add(result);
      if (failures.length === 0) logAdoption(checked.adoption, log, this.#lineOptions(metadata));
      return { ...result, failures: failures.map(({ path, reason }) => mask(`${path}: ${reason}`)) };
    });
  }

  diff({ stored, inputs, metadata, preview }: DiffRequest<Inputs>): Promise<ResourceDiff> {
    return this.#run([ofStored(stored), ofInputs({ inputs, metadata })], async ({ log }) => {
      const composed = await this.#compare(stored, { inputs, metadata }, log, preview);
      if (preview) logDiff(composed, log, this.#lineOptions(stored.metadata, metadata));
      if (preview === undefined) this.#process.replacements.remember(metadata.urn, composed, stored.metadata);
      return composed.diff;
    });
  }

  /**
   * Checks a new resource as only a preview does, and shows what its create would do. For a host whose check does not know
   * that it is a preview.
   *
   * @returns the outputs as far as they are known
   * @throws {OperationError} also if the cloud does not accept the inputs
   */
  previewCreate(declared: DeclaredResource<Inputs>): Promise<StoredState> {
    return this.#preview(undefined, declared, async (log) => {
      const { metadata } = declared;
      const replacement = this.#process.replacements.take(metadata.urn);
      if (replacement !== undefined) logDiff(replacement, log, this.#lineOptions(replacement.metadata, metadata));
      return expectedState(this.#resource, declared.inputs);
    });
  }

  /** Does the same for an update. */
  previewUpdate({ stored, previous, ...declared }: PreviewUpdateRequest<Inputs>): Promise<StoredState> {
    return this.#preview({ stored, previous }, declared, async (log) => {
      const composed = await this.#compare(stored, declared, log, true);
      logDiff(composed, log, this.#lineOptions(stored.metadata, declared.metadata));
      return expectedState(this.#resource, declared.inputs, { stored, changes: composed.diff });
    });
  }

  create({ inputs, metadata }: DeclaredResource<Inputs>): Promise<Created<StoredState>> {
    return this.#run([ofInputs({ inputs, metadata })], async ({ log }) => {
      const { id, state } = await this.#resource.create(inputs, this.#context(log, metadata, "create", { inputs }));
      return { id, state: toStoredState(this.#resource, state) };
    });
  }

  /**
   * Reads a resource: a managed one, or by its id alone if it is stored without bookkeeping (a lookup or an import).
   *
   * @param options `withInputs`: `ReadOptions.withInputs`
   * @returns `undefined` if a managed resource no longer exists.
   */
  read(stored: StoredResource, options: ReadOptions = {}): Promise<Read<Inputs, StoredState> | undefined> {
    return this.#run([ofStored(stored)], async ({ log }) => {
      const state = this.#storedState(stored);
      const found = await (state === undefined
        ? this.#readById(stored, log, options)
        : this.#readManaged(stored, state, log, options));
      return found === undefined
        ? undefined
        : { state: toStoredState(this.#resource, found.state), inputs: found.inputs };
    });
  }

  update({ stored, inputs, metadata }: UpdateRequest<Inputs>): Promise<StoredState> {
    return this.#run([ofStored(stored), ofInputs({ inputs, metadata })], async ({ log }) => {
      const { id } = stored;
      const state = this.#managedState(stored, inputs);
      const context = this.#context(log, metadata, "update", { inputs });
      this.#recordIds(id, state, metadata);
      await assertSameCloud(this.#subject(id), state.cloud, context.trove, context.signal);
      return toStoredState(this.#resource, await this.#resource.update(id, state, inputs, context));
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

  /** The changes between a stored resource and its inputs. */
  async #compare(
    stored: StoredResource,
    { inputs, metadata }: DeclaredResource<Inputs>,
    log: Log,
    preview: boolean | undefined,
  ): Promise<ComparedResource> {
    const { id } = stored;
    const state = this.#managedState(stored, inputs);
    this.#process.services.knownIds.claimBy(state.adoptionToken, id);
    this.#recordIds(id, state, metadata);
    const context = this.#context(log, metadata, "update", { preview });
    await assertSameCloudIfReachable(this.#subject(id), state.cloud, context);
    const found = await this.#resource.diff(id, state, inputs, context);
    const difference = this.#isReadById(fromStoredState(stored)) ? differenceOfImport(found, inputs) : found;
    const missing = missingOutputs(this.#resource, stored.outputs);
    const diff = composeDiff(difference, { before: stored.metadata, after: metadata }, missing);
    if (diff.refused.length > 0 && this.#process.checked.has({ inputs, metadata })) {
      throw new RefusedError(`Changing ${this.#describe(id)}`, diff.refused);
    }
    return { diff, unfinishedReason: difference.unfinishedReason };
  }

  /**
   * Runs the checks of a preview, one resource after the other as the engine runs them itself: an unreachable cloud is
   * waited for once, and each resource adds to the use of the quotas.
   */
  #preview(
    existing: Pick<PreviewUpdateRequest<Inputs>, "stored" | "previous"> | undefined,
    declared: DeclaredResource<Inputs>,
    show: (log: Log) => Promise<StoredState>,
  ): Promise<StoredState> {
    const { inputs, metadata } = declared;
    const sources = existing === undefined ? [] : [ofStored(existing.stored), ofInputs(existing.previous)];
    return this.#run([...sources, ofInputs(declared)], ({ log }) =>
      this.#process.services.locks.runExclusive("preview", async () => {
        const context = this.#context(log, metadata, "create", { preview: true });
        const checked = await this.#resource.check(inputs, existing?.previous.inputs, context);
        if (checked.failures.length > 0) {
          const action = existing === undefined ? "Creating" : "Changing";
          const name = existing?.stored.id ?? JSON.stringify(nameInProgram(metadata.urn ?? "") ?? "");
          throw new RefusedError(`${action} ${this.#describe(name)}`, toRefusals(checked.failures));
        }
        logAdoption(checked.adoption, log, this.#lineOptions(metadata));
        return show(log);
      }),
    );
  }

  async #readManaged(
    stored: StoredResource,
    state: State,
    log: Log,
    options: ReadOptions,
  ): Promise<Read<Inputs, State> | undefined> {
    const { id, outputs, metadata } = stored;
    const { trove, signal, services, names } = this.#process;
    // The resource claims the id, unless the state is that of a lookup, which owns nothing.
    services.knownIds.add(id);
    if (typeof outputs.name === "string") names.learn(id, outputs.name);
    this.#recordPredecessors(id, state, metadata);
    await assertSameCloud(this.#subject(id), state.cloud, trove, signal);
    const found = await this.#resource.read({ id, state, ...options }, this.#context(log, metadata, "update"));
    if (found === undefined || !this.#isReadById(fromStoredState(stored))) return found;
    // Until an update, the state records no arguments. They would count as removed if the program leaves them out.
    const unrecorded = { ...found.state, declared: [] };
    return this.#resource.isReadById(unrecorded) ? { ...found, state: unrecorded } : found;
  }

  /** The engine would take a lookup without a result for an existing resource (`pkg/resource/deploy/step.go`). */
  async #readById({ id, metadata }: StoredResource, log: Log, options: ReadOptions): Promise<Read<Inputs, State>> {
    const { trove, services } = this.#process;
    services.knownIds.add(id);
    const found = await this.#resource.read({ id, ...options }, this.#context(log, metadata, "update"));
    if (found === undefined) throw new LookupError(this.#subject(id), await trove.cloud());
    return found;
  }

  #managedState(stored: StoredResource, inputs?: Inputs): State {
    const { id, outputs } = stored;
    if (typeof outputs.name === "string") this.#process.names.learn(id, outputs.name);
    const state = this.#storedState(stored, inputs);
    if (state === undefined) throw new StateError(this.#describe(id), this.#resource.howToAdopt);
    return state;
  }

  /** @param inputs what the program declares, if the operation knows it */
  #storedState(stored: StoredResource, inputs?: Inputs): State | undefined {
    const state = fromStoredState<State>(stored);
    if (!this.#isReadById(state)) return state;
    const { declared, maps } = importedPart(stored, this.#resource.inputs, inputs);
    return { ...state, ...maps, declared };
  }

  #isReadById(state: State | undefined): state is State {
    return state !== undefined && this.#resource.isReadById(state);
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
    { inputs, ...phase }: { readonly inputs?: Inputs; readonly preview?: boolean | undefined } = {},
  ): Context {
    const { clock, trove, poller, predecessors, services, signal } = this.#process;
    const budgetMs = timeoutOf(operation, customTimeouts, this.#resource.timeouts(inputs));
    const isPhaseUnknown = "preview" in phase && phase.preview === undefined;
    return {
      trove,
      poller,
      clock,
      signal,
      log,
      deadline: deadlineIn(clock, budgetMs),
      defaultName,
      predecessors: predecessors.of(urn),
      ...services,
      preview: phase.preview === true || isPhaseUnknown,
      ...(isPhaseUnknown ? { settings: { ...services.settings, previewChecks: false } } : {}),
    };
  }

  #lineOptions(...metadata: readonly Metadata[]): ChangeLineOptions {
    return { noun: this.#resource.noun, secretPaths: metadata.flatMap(({ secretPaths = [] }) => secretPaths) };
  }

  #run<T>(sources: readonly SecretSource[], operation: (output: Output) => Promise<T>): Promise<T> {
    return runOperation(this.#process, this.#resource, sources, operation);
  }
}
