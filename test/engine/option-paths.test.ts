import assert from "node:assert/strict";
import { test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import { declares, failureOf, startHarness, upOf } from "./harness.ts";
import { TroveInstance, testOnHost } from "./host.ts";

const SMALL = { flavor: "m1.small", volume: { size: 1 } };
const USERS = (password: string) => ["app", "other"].map((name) => ({ name, password }));

test("warns that users[0].password has no effect, and the path that it names has", async (t) => {
  const harness = await startHarness(t);
  const { stack, id } = await upOf(harness, declares({ users: USERS("p-before") }));
  const now = () => harness.cloud.instance(id);
  const passwords = () => ["app", "other"].map((name) => now()?.user(name, "%")?.password);
  const up = async (password: string, path: string) => {
    stack.program = declares({ users: USERS(password) }, { ignoreChanges: [path] });
    await stack.stack.up({ onOutput: stack.onOutput });
  };

  await up("p-second", "users[0].password");
  assert.deepEqual(passwords(), ["p-second", "p-second"]);
  const [, named = ""] = /users\[0\]\.password has no effect: .* Write (\S+)\.\n/.exec(stack.output()) ?? [];
  assert.equal(named, 'users["app@%"].password');
  const before = stack.output().length;
  await up("p-third", named);
  assert.deepEqual(passwords(), ["p-second", "p-third"]);
  await up("p-fourth", "users[*].password");
  assert.deepEqual(passwords(), ["p-second", "p-third"]);
  assert.doesNotMatch(stack.output().slice(before), /no effect/);
});

test("customTimeouts that a transformation of the stack sets count", async (t) => {
  const harness = await startHarness(t, { boot: 600 });
  const stack = await harness.createStack({
    program: async () => {
      pulumi.runtime.registerStackTransformation(({ props, opts }) => ({
        props,
        opts: pulumi.mergeOptions(opts, { customTimeouts: { create: "2s" } }),
      }));
      new TroveInstance("db", SMALL);
    },
  });
  assert.match(await failureOf(stack.stack.up()), /2 s.*TROVE_WAIT_TIMEOUT/);
});

const ENGINE_SIDE = "transforms run in the engine, which passes the time-outs to a plugin alone";

testOnHost({ only: "plugin", because: ENGINE_SIDE }, "customTimeouts that a transform sets count", async (t) => {
  const harness = await startHarness(t, { boot: 600 });
  const stack = await harness.createStack({
    program: async () => {
      new TroveInstance("db", SMALL, {
        transforms: [({ props, opts }) => ({ props, opts: { ...opts, customTimeouts: { create: "2s" } } })],
      });
    },
  });
  assert.match(await failureOf(stack.stack.up()), /2 s.*TROVE_WAIT_TIMEOUT/);
});
