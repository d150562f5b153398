import { providerText } from "../../provider-text.ts";
import { secretPaths } from "../../resources/arguments.ts";
import type { ManagedState } from "../../resources/managed-state.ts";
import { argumentOf } from "../../resources/property-path.ts";
import type { Resource } from "../../resources/resource.ts";
import { PartialFailure } from "../../service/errors/operation-error.ts";
import { dynamicUrn } from "../../service/names/urns.ts";
import type { ProviderProcess } from "../../service/process.ts";
import type { AutoNaming, DeclaredResource, Metadata, StoredResource, StoredState } from "../../service/requests.ts";
import { ResourceService } from "../../service/resource-service.ts";
import { splitHidden, toHidden } from "../encoding/hidden-inputs.ts";
import { markedPaths, withSecrets, withSecretsOf } from "../encoding/secret-envelopes.ts";
import { decodeState, encodeState } from "../encoding/state-codec.ts";
import { fromWire, toWire, type WireObject } from "../encoding/wire.ts";
import { type DiffKind, detailedDiff } from "./detailed-diff.ts";
import { InitFailedError } from "./grpc-errors.ts";

/** What every request says about the resource. */
export interface ResourceRequest {
  readonly urn: string;
  /** Seconds; 0 if the program sets no timeout for the operation. */
  readonly timeout?: number;
}

export interface CheckRequest extends ResourceRequest {
  /** Empty for a new resource. */
  readonly oldInputs: WireObject;
  readonly newInputs: WireObject;
  readonly autoNaming: AutoNaming | undefined;
}

export interface CheckResult {
  readonly inputs: WireObject;
  /** Each begins with its path and has no secret in it. */
  readonly failures: readonly string[];
}

export interface CreateRequest extends ResourceRequest {
  readonly newInputs: WireObject;
  readonly preview: boolean;
}

/** The request of a read or a delete. */
export interface ReadRequest extends ResourceRequest {
  readonly id: string;
  /** The outputs in the state; those of a lookup or an import have no bookkeeping. */
  readonly properties: WireObject;
  /** The inputs in the state; `undefined` if the engine does not send them. */
  readonly oldInputs: WireObject | undefined;
}

export interface ReadResult {
  readonly outputs: WireObject;
  readonly inputs: WireObject;
}

export interface DiffRequest extends ReadRequest {
  readonly newInputs: WireObject;
}

export interface UpdateRequest extends DiffRequest {
  readonly preview: boolean;
}

export interface DiffResult {
  readonly hasChanges: boolean;
  /** The arguments that differ. */
  readonly diffs: readonly string[];
  /** Those that require a replacement. */
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
  readonly detailed: ReadonlyMap<string, DiffKind>;
}

/**
 * The hidden input that marks the inputs of an import. The engine stores the inputs that the import has read, and diffs the
 * program against them; no check returns it, so that it is gone once the program's inputs are stored.
 */
const IMPORT = "__imported";

/**
 * Serves a resource to the engine: translates properties and results, and leaves the rest to the service. Unlike the dynamic
 * host, a plugin gets marked secrets and must mark those of its results itself.
 */
export class PluginResource<Inputs extends object, State extends ManagedState> {
  readonly #resource: Resource<Inputs, State>;
  readonly #service: ResourceService<Inputs, State>;
  readonly #secretPaths: readonly string[];
  /** The steps of each path, with `*` for the key of a map. */
  readonly #secretSteps: readonly (readonly string[])[];
  /** Written into all inputs and outputs, so that the dynamic host can take over the resource. */
  readonly #provider: WireObject;

  constructor(resource: Resource<Inputs, State>, process: ProviderProcess) {
    this.#resource = resource;
    this.#service = new ResourceService(resource, process);
    this.#secretPaths = secretPaths(resource.inputs);
    this.#secretSteps = this.#secretPaths.map((path) => path.split("."));
    this.#provider = { __provider: providerText(resource.token) };
  }

  async check(request: CheckRequest): Promise<CheckResult> {
    const { oldInputs, newInputs, autoNaming } = request;
    const { metadata } = this.#declared(newInputs, request);
    const { visible, problems, inline } = splitHidden(fromWire(newInputs));
    // The text that loads the provider is among the inputs of every existing resource, even if it declares no argument.
    const previous = Object.keys(oldInputs).length === 0 ? undefined : this.#declared(oldInputs, request);
    const checked = await this.#service.check({
      inputs: visible,
      metadata,
      previous,
      preview: false,
      problems,
      inline,
      autoNaming,
    });
    const { customTimeouts } = hiddenIn(oldInputs);
    const hidden = { ...checked.metadata, urn: dynamicUrn(request.urn), customTimeouts };
    return { inputs: this.#encodeInputs(checked.inputs, hidden, newInputs), failures: checked.failures };
  }

  async diff(request: DiffRequest): Promise<DiffResult> {
    const stored = this.#stored(request);
    const declared = this.#declared(request.newInputs, request);
    const { changes, ...diff } = await this.#service.diff({ stored, ...declared, preview: undefined });
    const names = Object.keys(this.#resource.inputs);
    return {
      hasChanges: changes.length > 0 || diff.isUnfinished,
      diffs: [...new Set(changes.map(({ path }) => argumentOf(path)))],
      replaces: diff.replaces,
      deleteBeforeReplace: diff.deleteBeforeReplace,
      detailed: detailedDiff(changes, { arguments: names, before: stored.outputs, after: declared.inputs }),
    };
  }

  async create(request: CreateRequest): Promise<{ readonly id: string; readonly outputs: WireObject }> {
    const { newInputs, preview } = request;
    const declared = this.#declared(newInputs, request);
    return this.#savingProgress(newInputs, async () => {
      const { id, state } = preview
        ? { id: "", state: await this.#service.previewCreate(declared) }
        : await this.#service.create(declared);
      return { id, outputs: this.#encodeDeclared(state, newInputs) };
    });
  }

  /** @returns `undefined` if the resource no longer exists */
  async read(request: ReadRequest): Promise<ReadResult | undefined> {
    // The engine may send the state alone, which has the hidden inputs too.
    const { properties, oldInputs = properties } = request;
    const stored = this.#stored(request);
    const found = await this.#service.read(stored, { withInputs: true });
    if (found === undefined) return undefined;
    const ofNew = { urn: dynamicUrn(request.urn) };
    const isNew = stored.bookkeeping === undefined;
    const inputs = this.#encodeInputs(found.inputs, isNew ? ofNew : hiddenIn(oldInputs), oldInputs);
    return {
      outputs: this.#encodeState(found.state, isNew ? ofNew : hiddenIn(properties), properties),
      inputs: isNew || stored.isImport ? { ...inputs, [IMPORT]: true } : inputs,
    };
  }

  async update(request: UpdateRequest): Promise<WireObject> {
    const { newInputs, oldInputs = {}, preview } = request;
    const change = { stored: this.#stored(request), ...this.#declared(newInputs, request) };
    return this.#savingProgress(newInputs, async () => {
      const state = preview
        ? await this.#service.previewUpdate({ ...change, previous: this.#declared(oldInputs, request) })
        : await this.#service.update(change);
      return this.#encodeDeclared(state, newInputs);
    });
  }

  delete(request: ReadRequest): Promise<void> {
    return this.#service.delete(this.#stored(request));
  }

  async #savingProgress<T>(newInputs: WireObject, operation: () => Promise<T>): Promise<T> {
    try {
      return await operation();
    } catch (error) {
      if (!(error instanceof PartialFailure)) throw error;
      throw new InitFailedError(error, this.#encodeDeclared(error.state, newInputs));
    }
  }

  #encodeDeclared(state: StoredState, newInputs: WireObject): WireObject {
    return this.#encodeState(state, hiddenIn(newInputs), newInputs);
  }

  #encodeState(state: StoredState, hidden: Metadata, sent: WireObject): WireObject {
    const encoded = encodeState(state, hidden, { resource: this.#resource, known: {} });
    return withSecretsOf({ ...encoded, ...this.#provider }, sent);
  }

  #encodeInputs(inputs: object, hidden: Metadata, sent: WireObject): WireObject {
    const encoded = withSecrets(toWire({ ...inputs, ...toHidden(hidden) }), this.#secretPaths, {});
    return withSecretsOf({ ...encoded, ...this.#provider }, sent);
  }

  #declared(properties: WireObject, request: ResourceRequest): DeclaredResource<Inputs> {
    const { visible, metadata } = splitHidden(fromWire(properties));
    const secretPaths = this.#secretsOfProgram(properties);
    return { inputs: visible as Inputs, metadata: { ...metadata, ...ofRequest(request), secretPaths } };
  }

  #stored(request: ReadRequest): StoredResource {
    const { id, properties, oldInputs } = request;
    const stored = decodeState(id, properties);
    const inputs = oldInputs && splitHidden(fromWire(oldInputs)).visible;
    const isImport = oldInputs?.[IMPORT] === true;
    return { ...stored, inputs, isImport, metadata: { ...stored.metadata, ...ofRequest(request) } };
  }

  /** The paths that the program marks as secret, without those that always are. The SDK passes the same to the dynamic host. */
  #secretsOfProgram(properties: WireObject): Metadata["secretPaths"] {
    const isOwn = (path: readonly string[]) =>
      this.#secretSteps.some(
        (steps) => steps.length === path.length && steps.every((step, at) => step === "*" || step === path[at]),
      );
    const marked = markedPaths(properties).filter((path) => !path[0]?.startsWith("__") && !isOwn(path));
    return marked.length === 0 ? undefined : marked;
  }
}

function hiddenIn(properties: WireObject): Metadata {
  return splitHidden(fromWire(properties)).metadata;
}

/** What the engine says about an operation. The timeouts that the dynamic host stored are those of an earlier program. */
function ofRequest({ urn, timeout = 0 }: ResourceRequest): Metadata {
  const limit = `${timeout}s`;
  return { urn, customTimeouts: timeout > 0 ? { create: limit, update: limit, delete: limit } : undefined };
}
