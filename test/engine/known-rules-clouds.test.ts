import assert from "node:assert/strict";
import type { TroveInstanceArgs } from "pulumi-trove";
import { show, type WireInstance } from "../support/cloud-instances.ts";
import { onEachCloud } from "./clouds.ts";
import { declares, failureOf, onlyId } from "./harness.ts";

interface WithGroup extends WireInstance {
  readonly configuration?: { readonly id: string };
}

const MISSING = "00000000-0000-4000-8000-000000000009";

/** The README's example: it names no datastore. */
const withPassword = (password: string): TroveInstanceArgs => ({
  databases: [{ name: "app" }],
  users: [{ name: "app", password, databases: ["app"] }],
});

onEachCloud("a password that the datastore does not take fails at preview", async ({ createStack }) => {
  const stack = await createStack({ program: declares(withPassword("quote'1")) });
  const refused = /users\["app@%"\]\.password: .*must not hold '/s;
  assert.match(await failureOf(stack.stack.preview()), refused);

  stack.program = declares(withPassword("secret-1"));
  await stack.stack.up();
  for (const [password, says] of [
    ["quote'1", refused],
    ["a-:b1", /users\["app@%"\]\.password: must not hold a colon before .*, as mysql asks\. \[TROVE_REFUSED\]/],
  ] as const) {
    stack.program = declares(withPassword(password));
    const message = await failureOf(stack.stack.preview());
    assert.match(message, says);
    assert.ok(!message.includes(password), "a message tells a password");
    await failureOf(stack.stack.up());
  }
  stack.program = declares(withPassword("secret-1"));
  await stack.stack.preview({ expectNoChanges: true });
  await stack.stack.destroy();
});

onEachCloud("an object that does not exist fails at preview, by the argument's path", async ({ createStack }) => {
  const stack = await createStack();
  const rows: readonly (readonly [args: TroveInstanceArgs, says: RegExp])[] = [
    [{ configuration: MISSING }, /configuration: .*this project has no configuration group 0{8}/s],
    [{ adoptId: MISSING }, /adoptId: .*this project has no instance 0{8}/s],
    [{ restorePoint: { backupId: MISSING } }, /restorePoint\.backupId: .*this project has no backup 0{8}/s],
    [{ databases: [{ name: "__proto__" }] }, /databases\[0\]: .*has the name "__proto__", which Pulumi cannot hold/s],
  ];
  for (const [args, says] of rows) {
    stack.program = declares(args);
    assert.match(await failureOf(stack.stack.preview()), says);
  }
  assert.deepEqual(await stack.resources(), []);
});

onEachCloud("a create that Trove refuses names the argument", async ({ createStack }) => {
  const stack = await createStack({ program: declares({ volume: undefined as never }) });
  assert.match(
    await failureOf(stack.stack.up()),
    /volume: Creating instance "db-[0-9a-f]{7}" failed: Trove answered 400 badRequest: Volume size was not specified/,
  );
  assert.deepEqual(await stack.resources(), []);
});

onEachCloud("a swap to a missing group is refused, and the old one stays attached", async ({ api, createStack }) => {
  const group = { name: "g", datastore: { type: "mysql" }, values: { wait_timeout: 100 } };
  const answer = await api.post<{ configuration: { id: string } }>("/configurations", { configuration: group });
  const { id } = answer.body.configuration;
  const stack = await createStack({ program: declares({ configuration: id }) });
  await stack.stack.up();
  await stack.stack.preview({ expectNoChanges: true });
  stack.program = declares({ configuration: MISSING, allow: { restart: true } });
  const missing = /configuration: this project has no configuration group 0{8}.*\[TROVE_REFUSED\]/s;
  assert.match(await failureOf(stack.stack.preview()), missing);
  assert.match(await failureOf(stack.stack.up()), missing);
  const { configuration } = (await show(api, await onlyId(stack))) as WithGroup;
  assert.equal(configuration?.id, id);
  stack.program = declares({ configuration: id });
  await stack.stack.up();
  await stack.stack.destroy();
});
