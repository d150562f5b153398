import assert from "node:assert/strict";
import { test } from "node:test";
import { asked, declares, failureOf, idsIn, startHarness, upOf } from "./harness.ts";

test("with the credentials of another project nothing is read, forgotten or deleted", async (t) => {
  const harness = await startHarness(t);
  const { stack, id } = await upOf(harness, declares());
  const before = await stack.resources();
  const { demo, other } = harness.cloud.projects;
  stack.changeEnv({ OS_CLOUD: "other" });

  for (const operation of [() => stack.stack.refresh(), () => stack.stack.destroy(), () => stack.stack.preview()]) {
    const message = await failureOf(operation());
    assert.match(
      message,
      new RegExp(`Instance "[^"]+" \\(${id}\\) is in project ${demo}, .* are for project ${other}, `),
    );
    assert.match(message, /TROVE_WRONG_CLOUD/);
  }
  assert.deepEqual(await stack.resources(), before);
  assert.deepEqual(idsIn(harness.cloud), [id]);
  assert.deepEqual(asked(harness.cloud, "DELETE"), []);
});

test("with the credentials of another region nothing is read or forgotten", async (t) => {
  const harness = await startHarness(t);
  const { stack, id } = await upOf(harness, declares());
  const before = await stack.resources();
  stack.changeEnv({ OS_CLOUD: "two" });

  const message = await failureOf(stack.stack.refresh());
  assert.match(
    message,
    new RegExp(
      `Instance "[^"]+" \\(${id}\\) is in project .*, region RegionOne .* are for project .*, region RegionTwo `,
    ),
  );
  assert.deepEqual(await stack.resources(), before);
});
