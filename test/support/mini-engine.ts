import { isDeepStrictEqual } from "node:util";
import { defaultNameOf } from "./default-name.ts";
import type { DynamicHost } from "./dynamic-host.ts";
import { HostError, INSTANCE_PROVIDER } from "./provider-process.ts";

type Properties = Record<string, unknown>;

/** The inputs of each instance by resource name. As the engine sends them: databases and users are records. */
export type Program = Readonly<Record<string, object>>;
export type Operation = "same" | "create" | "update" | "replace" | "delete";

/** What the engine stores for a resource. */
export interface Resource {
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
  /** The reasons of a partial failure, which force an update. */
  readonly initErrors: readonly string[];
}

interface Planned {
  readonly name: string;
  readonly operation: Operation;
  readonly inputs: Properties;
  readonly old: Resource | undefined;
  readonly deleteFirst: boolean;
}

/** The errors of resources, by name. */
export class UpError extends Error {
  readonly failures: ReadonlyMap<string, unknown>;

  constructor(failures: ReadonlyMap<string, unknown>) {
    super(
      [...failures].map(([name, error]) => `${name}: ${error instanceof Error ? error.message : error}`).join("\n"),
    );
    this.failures = failures;
  }
}

/**
 * A stack of instances with its state in memory. It calls a host as Pulumi's engine does (`pkg/resource/deploy`). Each
 * operation takes the host that the engine would start for it.
 */
export class MiniEngine {
  readonly stack: string;
  readonly resources = new Map<string, Resource>();
  /** Replaced resources whose deletion is pending. */
  #pendingDeletes: Resource[] = [];

  constructor(stack: string) {
    this.stack = stack;
  }

  /** The default name that the SDK would pass for an instance. */
  defaultName(name: string): string {
    return defaultNameOf(this.#urn(name));
  }

  /** @throws {UpError} a check or a diff failed. */
  async preview(host: DynamicHost, program: Program): Promise<Record<string, Operation>> {
    return operationsOf(await this.#plan(host, program, true));
  }

  /** @throws {UpError} an operation failed. The progress so far is in the state. */
  async up(host: DynamicHost, program: Program): Promise<Record<string, Operation>> {
    const plan = await this.#plan(host, program, false);
    await this.#deletePending(host);
    await forEach(plan, (planned) => this.#apply(host, planned));
    await this.#deletePending(host);
    return operationsOf(plan);
  }

  /** @throws {UpError} a read, or the diff that shows what was read, failed. */
  async refresh(host: DynamicHost): Promise<void> {
    const all = [...this.resources].map(([name, resource]) => ({ name, resource }));
    await forEach(all, async ({ name, resource }) => {
      const { id, inputs, outputs } = resource;
      const found = await host.read(id, outputs, inputs);
      if (found.id === "") {
        this.resources.delete(name);
        return;
      }
      const read = { id, inputs: found.inputs ?? inputs, outputs: found.props ?? outputs, initErrors: [] };
      await host.diff(id, read.outputs, inputs);
      this.resources.set(name, read);
    });
  }

  async #plan(host: DynamicHost, program: Program, preview: boolean): Promise<Planned[]> {
    const plan: Planned[] = [];
    const wanted = Object.entries(program).map(([name, given]) => ({ name, given }));
    await forEach(wanted, async ({ name, given }) => {
      plan.push(await this.#planOne(host, name, { ...given }, preview));
    });
    for (const [name, old] of this.resources) {
      if (Object.hasOwn(program, name)) continue;
      plan.push({ name, operation: "delete", inputs: old.inputs, old, deleteFirst: false });
    }
    return plan;
  }

  async #planOne(host: DynamicHost, name: string, given: Properties, preview: boolean): Promise<Planned> {
    const old = this.resources.get(name);
    const inputs = await this.#check(host, name, given, old, preview);
    if (old === undefined) return { name, operation: "create", inputs, old, deleteFirst: false };
    const difference = await host.diff(old.id, old.outputs, inputs);
    const operation = operationOf(difference, old, inputs);
    if (operation !== "replace") return { name, operation, inputs, old, deleteFirst: false };
    const anew = await this.#check(host, name, given, undefined, preview);
    return { name, operation, inputs: anew, old, deleteFirst: difference.deletebeforereplace };
  }

  async #check(
    host: DynamicHost,
    name: string,
    given: Properties,
    old: Resource | undefined,
    preview: boolean,
  ): Promise<Properties> {
    const { inputs, failures } = await host.check(old?.inputs ?? {}, {
      ...given,
      __provider: INSTANCE_PROVIDER,
      __urn: this.#urn(name),
      __defaultName: this.defaultName(name),
      __preview: preview,
    });
    if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join("\n"));
    return inputs;
  }

  async #apply(host: DynamicHost, { name, operation, inputs, old, deleteFirst }: Planned): Promise<void> {
    if (operation === "create" || old === undefined) return this.#create(host, name, inputs);
    if (operation === "delete") return this.#delete(host, name, old);
    // The same: new inputs, old outputs.
    if (operation === "same") this.resources.set(name, { ...old, inputs });
    if (operation === "update") {
      await this.#savingState(name, inputs, async () => ({
        id: old.id,
        outputs: await host.update(old.id, old.outputs, inputs),
      }));
    }
    if (operation !== "replace") return;
    if (deleteFirst) await this.#delete(host, name, old);
    await this.#create(host, name, inputs);
    if (!deleteFirst) this.#pendingDeletes.push(old);
  }

  #create(host: DynamicHost, name: string, inputs: Properties): Promise<void> {
    return this.#savingState(name, inputs, async () => {
      const { id, outs } = await host.create(inputs);
      return { id, outputs: outs };
    });
  }

  /** Saves the state of a partial failure. Any other failure leaves the state unchanged. */
  async #savingState(
    name: string,
    inputs: Properties,
    operation: () => Promise<{ readonly id: string; readonly outputs: Properties }>,
  ): Promise<void> {
    try {
      this.resources.set(name, { ...(await operation()), inputs, initErrors: [] });
    } catch (error) {
      if (error instanceof HostError && error.partial !== undefined) {
        const { id, properties, reasons } = error.partial;
        this.resources.set(name, { id, inputs, outputs: properties, initErrors: reasons });
      }
      throw error;
    }
  }

  async #delete(host: DynamicHost, name: string, { id, outputs }: Resource): Promise<void> {
    await host.delete(id, outputs);
    this.resources.delete(name);
  }

  async #deletePending(host: DynamicHost): Promise<void> {
    for (const old of this.#pendingDeletes) {
      await host.delete(old.id, old.outputs);
      this.#pendingDeletes = this.#pendingDeletes.filter((other) => other !== old);
    }
  }

  #urn(name: string): string {
    return `urn:pulumi:${this.stack}::project::pulumi-nodejs:dynamic/trove:Instance::${name}`;
  }
}

/** If the provider leaves `changes` open, the engine compares the inputs itself. */
function operationOf(
  difference: { readonly changes: number; readonly replacesList: readonly string[] },
  old: Resource,
  inputs: Properties,
): Operation {
  const unknown = difference.changes === 0;
  const changed = unknown ? !isDeepStrictEqual(old.inputs, inputs) : difference.changes === 2;
  if (changed) return difference.replacesList.length > 0 ? "replace" : "update";
  return old.initErrors.length > 0 ? "update" : "same";
}

function operationsOf(plan: readonly Planned[]): Record<string, Operation> {
  return Object.fromEntries(plan.map(({ name, operation }) => [name, operation]));
}

/** Works on all items concurrently. A failure does not stop the others. */
async function forEach<Item extends { readonly name: string }>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const failures = new Map<string, unknown>();
  await Promise.all(items.map((item) => work(item).catch((error: unknown) => failures.set(item.name, error))));
  if (failures.size > 0) throw new UpError(failures);
}
