import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { MAX_SOCKET_PATH, RunFolder } from "../../../../simulator/guest/machine/run-folder.ts";
import { temporaryParent } from "./owner.ts";

const NOBODY = { uid: 65534, gid: 65534 };
const asRoot = { skip: process.getuid?.() === 0 ? false : "only root can give folders to another user" };

async function open(t: TestContext, parent: string): Promise<RunFolder> {
  const run = await RunFolder.open({ executables: ["postgres"], parent });
  t.after(() => run.close());
  return run;
}

function accessOf(path: string): { mode: number; uid: number } {
  const { mode, uid } = statSync(path);
  return { mode: mode & 0o777, uid };
}

test("can be passed by all users, listed by its owner alone", async (t) => {
  const run = await open(t, await temporaryParent(t));
  assert.equal(accessOf(run.path).mode, 0o711);
  const instance = run.create(undefined);
  for (const folder of [instance.path, instance.data, instance.sockets]) assert.equal(accessOf(folder).mode, 0o700);
});

test("gives each instance a folder of its own, which the system user owns", asRoot, async (t) => {
  const parent = await temporaryParent(t);
  chmodSync(parent, 0o711);
  const run = await open(t, parent);
  const [one, other] = [run.create(NOBODY), run.create(NOBODY)];
  assert.notEqual(one.path, other.path);
  for (const folder of [one.path, one.data, one.sockets]) {
    assert.deepEqual(accessOf(folder), { mode: 0o700, uid: NOBODY.uid });
  }
  await one.remove();
  assert.deepEqual([existsSync(one.path), existsSync(other.path)], [false, true]);
});

test("names the folder that the system user cannot pass", asRoot, async (t) => {
  const parent = await temporaryParent(t);
  const run = await open(t, parent);
  assert.throws(() => run.create(NOBODY), { message: new RegExp(`no access to ${parent}, .*TMPDIR`) });
});

test("refuses a temporary folder whose path is too long for sockets", async (t) => {
  const parent = join(await temporaryParent(t), "x".repeat(MAX_SOCKET_PATH));
  mkdirSync(parent);
  await assert.rejects(RunFolder.open({ executables: [], parent }), { message: /bytes too long .* TMPDIR/ });
});

test("can be closed twice", async (t) => {
  const run = await open(t, await temporaryParent(t));
  await run.close();
  await run.close();
  assert.equal(existsSync(run.path), false);
});
