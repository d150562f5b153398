import assert from "node:assert/strict";
import { test } from "node:test";
import { asked, declares, failureOf, idsIn, startWorld, upOf } from "./harness.ts";

test("with the credentials of another project nothing is read, forgotten or deleted", async (t) => {
  const world = await startWorld(t);
  const { stack, id } = await upOf(world, declares());
  const before = await stack.resources();
  const { demo, other } = world.cloud.projects;
  stack.changeEnv({ OS_CLOUD: "other" });

  for (const operation of [() => stack.stack.refresh(), () => stack.stack.destroy(), () => stack.stack.preview()]) {
    const message = await failureOf(operation());
    assert.match(
      message,
      new RegExp(`Instance "[^"]+" \\(${id}\\) is in project ${demo}, .* lead to project ${other}, `),
    );
    assert.match(message, /TROVE_WRONG_CLOUD/);
  }
  assert.deepEqual(await stack.resources(), before);
  assert.deepEqual(idsIn(world.cloud), [id]);
  assert.deepEqual(asked(world.cloud, "DELETE"), []);
});

test("with the credentials of another region nothing is read or forgotten", async (t) => {
  const world = await startWorld(t);
  const { stack, id } = await upOf(world, declares());
  const before = await stack.resources();
  stack.changeEnv({ OS_CLOUD: "two" });

  const message = await failureOf(stack.stack.refresh());
  assert.match(
    message,
    new RegExp(
      `Instance "[^"]+" \\(${id}\\) is in project .*, region RegionOne .* lead to project .*, region RegionTwo `,
    ),
  );
  assert.deepEqual(await stack.resources(), before);
});
