import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { InterruptedError } from "../../../../../provider/resources/errors/interrupted-error.ts";
import { create } from "../../../../../provider/resources/instance/create/create.ts";
import { recordFailedBuild } from "../../../../../provider/resources/instance/create/failed-build.ts";
import type { InstanceState } from "../../../../../provider/resources/instance/state.ts";
import type { Instance } from "../../../../../provider/trove/types.ts";
import { ManualClock } from "../../../wait/manual-clock.ts";
import { startHarness } from "../harness.ts";
import { inputs, instance } from "../samples.ts";

const never = new AbortController().signal;
const FAULT = { message: "No valid host was found.", created: undefined };
const at = (second: number) => `2026-01-01T00:00:${String(second).padStart(2, "0")}Z`;
const failed = (fields: Partial<Instance> = {}) => instance({ status: "ERROR", fault: FAULT, ...fields });

/** Records a failure; each read returns the instance that `show` gives for that second. */
function record(show: (second: number) => Instance) {
  const clock = new ManualClock();
  const begun = clock.now();
  const second = () => Math.round((clock.now() - begun) / 1000);
  return clock.run(recordFailedBuild(show(0), async () => show(second()), clock, never));
}

test("records the times of a failed build once they no longer change", async () => {
  const stopsAt = 5;
  const recorded = await record((second) => failed({ updated: at(Math.min(second, stopsAt)) }));
  assert.deepEqual(recorded, { updated: at(stopsAt), serviceStatusUpdated: at(0) });
});

test("waits longer for a change if Trove gives no fault yet", async () => {
  const noticedAt = 6;
  const recorded = await record((second) =>
    second < noticedAt ? failed({ fault: undefined }) : failed({ updated: at(noticedAt) }),
  );
  assert.deepEqual(recorded, { updated: at(noticedAt), serviceStatusUpdated: at(0) });
});

test("records the failure although a list still shows BUILD", async () => {
  const recorded = await record((second) => failed(second === 1 ? { status: "BUILD" } : {}));
  assert.deepEqual(recorded, { updated: at(0), serviceStatusUpdated: at(0) });
});

test("records nothing if the guest agent keeps reporting", async () => {
  assert.equal(await record((second) => failed({ serviceStatusUpdated: at(second) })), undefined);
});

test("records nothing of an instance that becomes ACTIVE after all", async () => {
  assert.equal(await record((second) => (second < 2 ? failed() : instance())), undefined);
});

test("records nothing if Trove reports no times, or a read fails", async () => {
  assert.equal(await record(() => failed({ serviceStatusUpdated: undefined })), undefined);
  const broken = record((second) => {
    if (second > 0) throw new Error("no answer");
    return failed();
  });
  assert.equal(await broken, undefined);
});

/** The error of creating an instance with this name. */
async function failureOf(t: TestContext, name: string) {
  const harness = await startHarness(t);
  const failure = await create(inputs({ name, volume: { size: 1 } }), harness.context).catch((error: unknown) => error);
  assert.ok(failure instanceof InterruptedError, String(failure));
  return { ...harness, failure: failure as InterruptedError<InstanceState> };
}

for (const name of ["dbSERVER_ERROR", "dbBOOT_ERROR"]) {
  test(`records the proof that the build of ${name} failed, and says what to do`, async (t) => {
    const { failure, context } = await failureOf(t, name);
    const { updated, serviceStatusUpdated } = await context.trove.instances.get(failure.id);
    assert.deepEqual(failure.state.failedBuild, { updated, serviceStatusUpdated });
    assert.match(failure.message, /It never came up and holds no data: .* the next `pulumi up` replaces it/);
  });
}
