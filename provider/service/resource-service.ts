import type { Log } from "../core/log.ts";
import { engineLog, linesShown } from "../hosts/dynamic/engine-log.ts";
import { type Hidden, splitHidden, withDefaultName } from "../hosts/dynamic/hidden-inputs.ts";
import { partialFailure, plainError } from "../hosts/dynamic/host-errors.ts";
import { withSecrets } from "../hosts/dynamic/secret-envelopes.ts";
import { missingOutputs, packState, unpackState } from "../hosts/dynamic/state-codec.ts";
import { fromWire, toWire, type WireObject } from "../hosts/dynamic/wire.ts";
import { secretPaths } from "../resources/arguments.ts";
import type { Context } from "../resources/context.ts";
import { InterruptedError } from "../resources/errors/interrupted-error.ts";
import { RefusedError } from "../resources/errors/refused-error.ts";
import type { ManagedState } from "../resources/managed-state.ts";
import { argumentOf } from "../resources/property-path.ts";
import type { PropertyChange, Resource, Timeouts } from "../resources/resource.ts";
import { same } from "../resources/values/same.ts";
import { deadlineIn } from "../wait/deadline.ts";
import { logChanges } from "./change-lines.ts";
import { assertSameCloud, assertSameCloudIfReachable } from "./cloud-guard.ts";
import { LookupError, StateError } from "./errors/lookup-errors.ts";
import type { HostProcess } from "./process.ts";
import { type Mask, maskedLog } from "./secrets/masked-log.ts";
import { secretValues } from "./secrets/secret-values.ts";
import { checkTimeouts, timeoutOf } from "./timeouts.ts";

/** Where an operation speaks, with the secrets taken out. */
interface Output {
  readonly log: Log;
  readonly mask: Mask;
  readonly urn: string | undefined;
}

/** Serves a resource kind to the dynamic host: wire values in, wire values and plain errors out. */
export class Serving<Inputs extends object, State extends ManagedState> {
  readonly #resource: Resource<Inputs, State>;
  readonly #process: HostProcess;
  /** `users.*.password` */
  readonly #secretPaths: readonly string[];

  constructor(resource: Resource<Inputs, State>, process: HostProcess) {
    this.#resource = resource;
    this.#secretPaths = secretPaths(resource.inputs);
    this.#process = process;
  }

  check(olds: WireObject, news: WireObject) {
    return this.#plainly([olds, news], async ({ log, mask }) => {
      const { visible, hidden, preview, problems } = splitHidden(fromWire(news));
      const old = splitHidden(fromWire(olds));
      this.#process.preview = preview;
      this.#process.warnOfUnknownSettings();
      // What exists may declare no argument at all, but always has hidden inputs.
      const known = Object.keys(olds).length === 0 ? undefined : (old.visible as Inputs);
      // An alias or a renamed stack makes another default name, which is not that of what is there.
      const name = known === undefined ? hidden.__defaultName : old.hidden.__defaultName;
      const context = this.#context(log, withDefaultName(hidden, name), "create", undefined, preview);
      const checked = await this.#resource.check(visible, known, context);
      const inputs = toWire({ ...checked.inputs, ...withDefaultName(hidden, checked.defaultName) });
      this.#process.checked.add(inputs);
      const failures = [...problems, ...checked.failures, ...checkTimeouts(hidden.__timeouts)];
      if (checked.adoption !== undefined && failures.length === 0) {
        log.info(checked.adoption.summary);
        logChanges(checked.adoption.changes, log, hidden);
      }
      return {
        inputs,
        // The engine prints the value of the property that a failure names, secrets within it too
        // (`pkg/resource/deploy/step_generator.go`, `issueCheckFailures`), so the path is in the text alone.
        failures: failures.map(({ path, reason }) => ({ property: "", reason: mask(`${path}: ${reason}`) })),
      };
    });
  }

  diff(id: string, olds: WireObject, news: WireObject) {
    return this.#plainly([olds, news], async ({ log }) => {
      const state = this.#state(id, olds);
      const { visible, hidden } = splitHidden(fromWire(news));
      const { services, checked, preview } = this.#process;
      services.knownIds.claimBy(state.adoptionToken, id);
      this.#noteIds(id, state, hidden);
      const context = this.#context(log, hidden, "update", undefined, preview);
      await assertSameCloudIfReachable(this.#subject(id), state.cloud, context);
      const difference = await this.#resource.diff(id, state, visible as Inputs, context);
      const visibleRows = difference.changes;
      const saved = splitHidden(olds).hidden;
      const noted = hiddenRows(saved, hidden);
      const rows = [...visibleRows, ...noted];
      if (rows.length === 0) rows.push(...addedRows(missingOutputs(this.#resource, olds)));
      const isAdded = rows.some(({ path }) => path === ADDED);
      // Compared by the engine, its display would name the hidden inputs, and `replaceOnChanges: ["*"]` replace for them.
      const isHiddenAlone = noted.length > 0 && visibleRows.length === 0;
      const refused = rows.filter(({ kind }) => kind === "refuse");
      if (refused.length > 0 && checked.has(news))
        throw new RefusedError(`The change of ${this.#describe(id)}`, refused);
      if (preview) {
        if (difference.unfinishedReason !== undefined) log.info(difference.unfinishedReason);
        logChanges(rows, log, saved, hidden);
        if (isHiddenAlone) log.info(`${noted.map(({ path }) => path).join(" and ")}: the state notes the change.`);
      }
      const replaced = rows.filter(({ kind }) => kind === "replace").map(({ path }) => argumentOf(path));
      return {
        ...changes(rows, difference.unfinished || isAdded || isHiddenAlone || refused.length > 0),
        replaces: [...new Set(replaced)],
        deleteBeforeReplace: difference.deleteBeforeReplace && replaced.length > 0,
      };
    });
  }

  create(properties: WireObject) {
    return this.#plainly([properties], async (output) => {
      const { visible, hidden } = splitHidden(fromWire(properties));
      const inputs = visible as Inputs;
      const context = this.#context(output.log, hidden, "create", inputs);
      return this.#savingProgress(properties, hidden, output, async () => {
        const { id, state } = await this.#resource.create(inputs, context);
        return { id, outs: packState(this.#resource, state, hidden, properties) };
      });
    });
  }

  read(id: string, properties: WireObject) {
    return this.#plainly([properties], async ({ log }) => {
      const state = unpackState<State>(properties);
      const { name } = properties;
      const { hidden } = splitHidden(properties);
      const { trove, settings, services, names } = this.#process;
      // The resource claims it, unless it is a lookup's: that owns nothing.
      services.knownIds.add(id);
      if (state !== undefined && typeof name === "string") names.learn(id, name);
      if (state !== undefined) {
        this.#notePredecessors(id, state, hidden);
        await assertSameCloud(this.#subject(id), state.cloud, trove, settings.signal);
      }
      const found = await this.#resource.read(
        state === undefined ? { id } : { id, state },
        this.#context(log, hidden, "update"),
      );
      if (found === undefined) {
        // The engine takes a looked-up resource that is gone for one that is there (`pulumi/pulumi`, step.go).
        if (state === undefined) throw new LookupError(this.#describe(id), await trove.cloud());
        return { id: "" };
      }
      const props = packState(this.#resource, found.state, hidden, properties);
      if (state === undefined) return { id, props };
      // The engine marks them after the inputs in its state, which nobody tells; so all are marked.
      const inputs = withSecrets(toWire({ ...found.inputs, ...hidden }), this.#secretPaths, {});
      return { id, props, inputs };
    });
  }

  update(id: string, olds: WireObject, news: WireObject) {
    return this.#plainly([olds, news], async (output) => {
      const state = this.#state(id, olds);
      const { visible, hidden } = splitHidden(fromWire(news));
      const inputs = visible as Inputs;
      const context = this.#context(output.log, hidden, "update", inputs);
      this.#noteIds(id, state, hidden);
      await assertSameCloud(this.#subject(id), state.cloud, context.trove, context.signal);
      return this.#savingProgress(news, hidden, output, async () => ({
        outs: packState(this.#resource, await this.#resource.update(id, state, inputs, context), hidden, news),
      }));
    });
  }

  delete(id: string, properties: WireObject) {
    return this.#plainly([properties], async ({ log }) => {
      const state = this.#state(id, properties);
      const { hidden } = splitHidden(properties);
      const context = this.#context(log, hidden, "delete");
      this.#noteIds(id, state, hidden);
      await assertSameCloud(this.#subject(id), state.cloud, context.trove, context.signal);
      await this.#resource.delete(id, state, context);
    });
  }

  #state(id: string, outputs: WireObject): State {
    if (typeof outputs.name === "string") this.#process.names.learn(id, outputs.name);
    const state = unpackState<State>(outputs);
    if (state === undefined) throw new StateError(this.#describe(id));
    return state;
  }

  #describe(id: string): string {
    return `${this.#resource.noun} ${id}`;
  }

  #subject(id: string): string {
    const text = this.#describe(id);
    return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  }

  #noteIds(id: string, state: State, hidden: Hidden): void {
    this.#process.services.knownIds.claim(id);
    this.#notePredecessors(id, state, hidden);
  }

  /** What a state replaced is pending deletion: no orphan, but free to be adopted. */
  #notePredecessors(id: string, state: State, hidden: Hidden): void {
    const { services, predecessors } = this.#process;
    for (const replaced of state.predecessors ?? []) services.knownIds.add(replaced);
    predecessors.add(hidden, id, state);
  }

  #context(log: Log, hidden: Hidden, operation: keyof Timeouts, inputs?: Inputs, preview = false): Context {
    const { clock, trove, poller, predecessors, services, settings } = this.#process;
    const budget = timeoutOf(operation, hidden.__timeouts, this.#resource.timeouts(inputs));
    return {
      trove,
      poller,
      clock,
      signal: settings.signal,
      log,
      deadline: deadlineIn(clock, budget),
      preview,
      defaultName: hidden.__defaultName,
      predecessors: predecessors.of(hidden),
      ...services,
    };
  }

  /**
   * Runs an operation on what the engine called with. Only plain errors leave it, and only after the log lines before
   * them; neither they nor the lines have a secret of the resource or of the login in them.
   */
  async #plainly<T>(called: readonly WireObject[], operation: (output: Output) => Promise<T>): Promise<T> {
    const properties = called.map(fromWire);
    const secrets = properties.flatMap((one) => secretValues(one, this.#secretPaths));
    const names = properties.map(({ name }) => name);
    const mask = this.#process.maskOf(secrets, names);
    const urn = properties.map(({ __urn }) => __urn).findLast((text) => typeof text === "string");
    try {
      return await operation({ log: maskedLog(engineLog(urn), mask), mask, urn });
    } catch (error) {
      throw error instanceof Error && "properties" in error ? error : plainError(error, { mask, urn });
    } finally {
      await linesShown();
    }
  }

  /** Turns what was interrupted into a partial failure, which needs the provider's own text beside the state. */
  async #savingProgress<T>(
    properties: WireObject,
    hidden: Hidden,
    output: Output,
    operation: () => Promise<T>,
  ): Promise<T> {
    try {
      return await operation();
    } catch (error) {
      if (!(error instanceof InterruptedError)) throw error;
      const reached = packState(this.#resource, error.state as State, hidden, properties);
      throw partialFailure(error.id, { ...reached, __provider: properties.__provider }, error, output);
    }
  }
}

/**
 * `false`: nothing. `true`: something that the visible inputs do not show. Left out: the engine compares the inputs itself, which shows each change
 * and honours `replaceOnChanges`.
 */
function changes(rows: readonly PropertyChange[], isForced: boolean): { changes?: boolean } {
  if (isForced) return { changes: true };
  return rows.length === 0 ? { changes: false } : {};
}

/** No input tells of an output that this version adds. */
const ADDED = "outputs";

function addedRows(names: readonly string[]): PropertyChange[] {
  const reason = `${names.join(", ")}: added to the state, which an older version wrote; nothing in the cloud changes`;
  return names.length === 0 ? [] : [{ path: ADDED, kind: "update", impact: "none", reason }];
}

/** Delete gets nothing but state, so new time-outs, and what is secret now, have to get there. */
function hiddenRows(old: Hidden, now: Hidden): PropertyChange[] {
  const row = (path: string): PropertyChange => ({ path, kind: "stateOnly", impact: "none", reason: "are noted" });
  return [
    ...(same(old.__timeouts, now.__timeouts) ? [] : [row("customTimeouts")]),
    ...(same(old.__secrets, now.__secrets) ? [] : [row("secrets")]),
  ];
}
