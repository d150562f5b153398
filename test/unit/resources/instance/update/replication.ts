import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { create } from "../../../../../provider/resources/instance/create/create.ts";
import { update } from "../../../../../provider/resources/instance/update/update.ts";
import { type Harness, startHarness } from "../harness.ts";
import { inputs } from "../samples.ts";

const DYNAMIC = { wait_timeout: 100 };
/** Takes effect with a restart, and requires another one to be detached. */
const FIXED = { innodb_buffer_pool_size: 10_000_000 };

export const RESTART = { restart: true };

export interface Groups {
  readonly fixed: string;
  readonly first: string;
  readonly second: string;
}

/** Starts a cloud with three configuration groups, and creates sources and replicas on it. Trove 26 by default. */
export async function withSource(t: TestContext, release: 18 | 26 = 26) {
  const harness = await startHarness(t, { troveRelease: release });
  const group = async (values: object) =>
    (await harness.context.trove.configurations.create({ name: "g", values: { ...values } })).id;
  const groups: Groups = { fixed: await group(FIXED), first: await group(DYNAMIC), second: await group(DYNAMIC) };
  const source = async (more: Partial<InstanceInputs>) => {
    const wanted: InstanceInputs = inputs({ name: "source", volume: { size: 1 }, ...more });
    return { ...(await create(wanted, harness.context)), wanted };
  };
  const replica = async (replicaOf: string, more: InstanceInputs = {}) => {
    const wanted = { name: "replica", replicaOf, ...more };
    return { ...(await create(wanted, harness.context)), wanted };
  };
  return { ...harness, groups, createSource: source, createReplica: replica };
}

interface ReplicationOptions {
  readonly source?: Partial<InstanceInputs>;
  readonly replica?: InstanceInputs;
  readonly release?: 18 | 26;
}

/** The same with one source and one replica. */
export async function withReplica(t: TestContext, options: (groups: Groups) => ReplicationOptions = () => ({})) {
  const { release } = options({ fixed: "", first: "", second: "" });
  const harness = await withSource(t, release);
  const declared = options(harness.groups);
  const source = await harness.createSource(declared.source ?? {});
  const replica = await harness.createReplica(source.id, declared.replica);
  /** Updates the source to other inputs; an argument that is `undefined` is removed. */
  const updateSource = (change: Partial<InstanceInputs>) =>
    update(source.id, source.state, { ...source.wanted, ...change }, harness.context);
  return { ...harness, source, replica, updateSource };
}

export const groupOf = ({ cloud }: Harness, id: string) => cloud.instance(id)?.configurationId;

/** The requests that changed something, such as `PUT /instances/…`. */
export function changes({ cloud }: Harness): string[] {
  return cloud.requests
    .filter(({ service, method }) => service === "trove" && method !== "GET")
    .map(({ method, path }) => `${method} ${path.replace(/^\/v1\.0\/[0-9a-f]+/, "")}`);
}

/** Matches the cause of a partial failure. */
export function because(words: RegExp) {
  return (error: Error) => {
    assert.match(String(error.cause ?? error), words);
    return true;
  };
}
