import type { dynamic } from "@pulumi/pulumi";
import { secretPaths } from "../../resources/arguments.ts";
import type { ManagedState } from "../../resources/managed-state.ts";
import type { Resource } from "../../resources/resource.ts";
import type { DeclaredResource, Metadata, ResourceDiff, StoredState } from "../../service/requests.ts";
import { ResourceService } from "../../service/resource-service.ts";
import { splitHidden, toHidden } from "../encoding/hidden-inputs.ts";
import { withSecrets } from "../encoding/secret-envelopes.ts";
import { decodeState, encodeState } from "../encoding/state-codec.ts";
import { fromWire, toWire, type WireObject } from "../encoding/wire.ts";
import type { HostConfiguration } from "./host-configuration.ts";
import { toHostErrors } from "./host-errors.ts";
import { processOf } from "./process.ts";

/** Serves a resource to the dynamic host: translates its values, results and errors, and leaves the rest to the service. */
export class ResourceCodec<Inputs extends object, State extends ManagedState> {
  readonly #resource: Resource<Inputs, State>;
  readonly #configuration: HostConfiguration;
  readonly #service: ResourceService<Inputs, State>;

  constructor(resource: Resource<Inputs, State>, configuration: HostConfiguration) {
    this.#resource = resource;
    this.#configuration = configuration;
    this.#service = new ResourceService(resource, processOf(configuration));
  }

  check(olds: WireObject, news: WireObject): Promise<dynamic.CheckResult> {
    return toHostErrors(async () => {
      const { visible, metadata, ...hidden } = splitHidden(fromWire(news));
      const { preview } = hidden;
      this.#configuration.preview = preview;
      // An existing resource may declare no argument, but has hidden inputs.
      const previous = Object.keys(olds).length === 0 ? undefined : this.#decodeInputs(olds);
      const checked = await this.#service.check({ inputs: visible, metadata, previous, ...hidden });
      return {
        inputs: toWire({ ...checked.inputs, ...toHidden(checked.metadata) }),
        // The engine prints the value of the property that a failure names, secrets included
        // (`pkg/resource/deploy/step_generator.go`, `issueCheckFailures`), so the path is in the text alone.
        failures: checked.failures.map((reason) => ({ property: "", reason })),
      };
    });
  }

  diff(id: string, olds: WireObject, news: WireObject): Promise<dynamic.DiffResult> {
    return toHostErrors(async () => {
      const stored = decodeState(id, olds);
      const { preview } = this.#configuration;
      const diff = await this.#service.diff({ stored, ...this.#decodeInputs(news), preview });
      const { replaces, deleteBeforeReplace } = diff;
      return { ...encodeChanges(diff), replaces: [...replaces], deleteBeforeReplace };
    });
  }

  create(properties: WireObject): Promise<dynamic.CreateResult> {
    const declared = this.#decodeInputs(properties);
    const encode = (state: StoredState) => this.#encode(state, declared.metadata, properties);
    return toHostErrors(
      async () => {
        const { id, state } = await this.#service.create(declared);
        return { id, outs: encode(state) };
      },
      withProvider(properties, encode),
    );
  }

  read(id: string, properties: WireObject): Promise<dynamic.ReadResult> {
    return toHostErrors(async () => {
      const stored = decodeState(id, properties);
      const found = await this.#service.read(stored);
      if (found === undefined) return GONE;
      const props = this.#encode(found.state, stored.metadata, properties);
      if (stored.bookkeeping === undefined) return { id, props };
      // The engine marks the secrets of its own inputs, which it does not pass to a read: so all are marked here.
      const inputs = toWire({ ...found.inputs, ...toHidden(stored.metadata) });
      return { id, props, inputs: withSecrets(inputs, secretPaths(this.#resource.inputs), {}) };
    });
  }

  update(id: string, olds: WireObject, news: WireObject): Promise<dynamic.UpdateResult> {
    const declared = this.#decodeInputs(news);
    const encode = (state: StoredState) => this.#encode(state, declared.metadata, news);
    return toHostErrors(
      async () => ({ outs: encode(await this.#service.update({ stored: decodeState(id, olds), ...declared })) }),
      withProvider(news, encode),
    );
  }

  delete(id: string, properties: WireObject): Promise<void> {
    return toHostErrors(async () => this.#service.delete(decodeState(id, properties)));
  }

  #decodeInputs(properties: WireObject): DeclaredResource<Inputs> {
    const { visible, metadata } = splitHidden(fromWire(properties));
    return { inputs: visible as Inputs, metadata };
  }

  #encode(state: StoredState, metadata: Metadata, known: WireObject): WireObject {
    return encodeState(state, metadata, { resource: this.#resource, known });
  }
}

/** Without `changes` the engine compares the inputs, which shows each change and honours `replaceOnChanges`. */
function encodeChanges({ changes, exceedsInputs }: ResourceDiff): Pick<dynamic.DiffResult, "changes"> {
  if (exceedsInputs) return { changes: true };
  return changes.length === 0 ? { changes: false } : {};
}

/** An empty id says that the resource no longer exists. */
const GONE = { id: "" };

/** The host adds the text that loads the provider to the outputs of a success, but not to those of a partial failure. */
function withProvider({ __provider }: WireObject, encode: (state: StoredState) => WireObject) {
  return (state: StoredState): WireObject => ({ ...encode(state), __provider });
}
