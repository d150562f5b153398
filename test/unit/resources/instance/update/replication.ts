import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { create } from "../../../../../provider/resources/instance/create/create.ts";
import { type Stage, startStage } from "../harness.ts";
import { inputs } from "../samples.ts";

const DYNAMIC = { wait_timeout: 100 };
/** Needs a restart to count, and another one to go. */
const FIXED = { innodb_buffer_pool_size: 10_000_000 };

/** A stage with a source and what is asked of it: Trove 26, unless another release is named. */
export async function withSource(t: TestContext, release: 18 | 26 = 26) {
  const stage = await startStage(t, { troveRelease: release });
  const group = async (values: object) =>
    (await stage.context.trove.configurations.create({ name: "g", values: { ...values } })).id;
  const groups = { fixed: await group(FIXED), first: await group(DYNAMIC), second: await group(DYNAMIC) };
  const declared = (more: Partial<InstanceInputs>): InstanceInputs =>
    inputs({ name: "source", volume: { size: 1 }, ...more });
  const source = async (more: Partial<InstanceInputs>) => {
    const wanted = declared(more);
    return { ...(await create(wanted, stage.context)), wanted };
  };
  const replica = async (replicaOf: string, more: InstanceInputs = {}) => {
    const wanted = { name: "replica", replicaOf, ...more };
    return { ...(await create(wanted, stage.context)), wanted };
  };
  return { ...stage, groups, source, replica };
}

export const groupOf = ({ cloud }: Stage, id: string) => cloud.instance(id)?.configurationId;

/** What changed something, such as `PUT /instances/…`. */
export function changes({ cloud }: Stage): string[] {
  return cloud.requests
    .filter(({ service, method }) => service === "trove" && method !== "GET")
    .map(({ method, path }) => `${method} ${path.replace(/^\/v1\.0\/[0-9a-f]+/, "")}`);
}

/** The reason of a failure, which a partial failure has as its cause. */
export function because(words: RegExp) {
  return (error: Error) => {
    assert.match(String(error.cause ?? error), words);
    return true;
  };
}
