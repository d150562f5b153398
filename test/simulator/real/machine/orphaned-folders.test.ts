import assert from "node:assert/strict";
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { removeOrphanedFolders } from "../../../../simulator/guest/machine/orphaned-folders.ts";
import { writeOwner } from "../../../../simulator/guest/machine/records.ts";
import { RunFolder } from "../../../../simulator/guest/machine/run-folder.ts";
import { endedWithoutTrace, isRunning, startOwner, temporaryParent } from "./owner.ts";

const onLinux = { skip: process.platform === "linux" ? false : "reads /proc" };
const asRoot = { skip: process.getuid?.() === 0 ? false : "only root can give folders to another user" };

/** Creates a folder that this process has recorded as its own, then changes the record. */
function recordedFolder(parent: string, name: string, change: object = {}): string {
  const folder = join(parent, name);
  mkdirSync(folder);
  writeOwner(folder, ["tail"]);
  const file = join(folder, "owner.json");
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), ...change }));
  return folder;
}

test("the next start ends the servers of a simulator killed with its watchdog", onLinux, async (t) => {
  const parent = await temporaryParent(t);
  const owner = await startOwner(t, parent);
  process.kill(owner.watchdog, "SIGKILL");
  owner.child.kill("SIGKILL");
  while (isRunning(owner.child.pid ?? assert.fail())) await new Promise(setImmediate);
  const run = await RunFolder.open({ executables: ["postgres"], parent });
  t.after(() => run.close());
  await endedWithoutTrace(owner);
});

test("several starts at the same time clean up together", onLinux, async (t) => {
  const parent = await temporaryParent(t);
  const owner = await startOwner(t, parent);
  process.kill(owner.watchdog, "SIGKILL");
  owner.child.kill("SIGKILL");
  while (isRunning(owner.child.pid ?? assert.fail())) await new Promise(setImmediate);
  const others = await Promise.all([1, 2, 3].map(() => startOwner(t, parent)));
  await endedWithoutTrace(owner);
  for (const other of others) {
    assert.ok(existsSync(join(other.folder, "owner.json")));
    assert.deepEqual(other.servers.filter(isRunning), other.servers);
    other.child.kill("SIGKILL");
    await endedWithoutTrace(other);
  }
});

test("keeps the folder of a simulator that runs", async (t) => {
  const parent = await temporaryParent(t);
  const folder = recordedFolder(parent, "trove-servers-AAAAAA");
  await removeOrphanedFolders(parent);
  assert.ok(existsSync(folder));
});

test("a process that has the id of an ended simulator does not count as it", async (t) => {
  const parent = await temporaryParent(t);
  const folder = recordedFolder(parent, "trove-servers-AAAAAA", { startTime: "another" });
  await removeOrphanedFolders(parent);
  assert.ok(!existsSync(folder));
});

test("keeps the folder of another container's simulator", async (t) => {
  const parent = await temporaryParent(t);
  const change = { startTime: "another", pidNamespace: "pid:[1]" };
  const folder = recordedFolder(parent, "trove-servers-AAAAAA", change);
  await removeOrphanedFolders(parent);
  assert.ok(existsSync(folder));
});

test("keeps folders with other names", async (t) => {
  const parent = await temporaryParent(t);
  const names = ["trove-servers-AAAAAAA", "trove-servers-", "trove-simulator-AAAAAA", "my-trove-servers-AAAAAA"];
  const folders = names.map((name) => recordedFolder(parent, name, { startTime: "another" }));
  await removeOrphanedFolders(parent);
  assert.deepEqual(folders.filter(existsSync), folders);
});

test("keeps the folder of another user", asRoot, async (t) => {
  const parent = await temporaryParent(t);
  const folder = recordedFolder(parent, "trove-servers-AAAAAA", { startTime: "another" });
  chownSync(folder, 65534, 65534);
  await removeOrphanedFolders(parent);
  assert.ok(existsSync(folder));
});

test("does not believe a record of another user", asRoot, async (t) => {
  const parent = await temporaryParent(t);
  const folder = recordedFolder(parent, "trove-servers-AAAAAA", { startTime: "another" });
  chownSync(join(folder, "owner.json"), 65534, 65534);
  await removeOrphanedFolders(parent);
  assert.ok(existsSync(folder));
});

for (const place of ["in the place of the folder", "inside the folder"]) {
  test(`does not follow a link ${place}`, async (t) => {
    const parent = await temporaryParent(t);
    const target = await precious(t);
    const link = join(parent, "trove-servers-AAAAAA");
    if (place === "inside the folder") {
      const folder = recordedFolder(parent, "trove-servers-AAAAAA", { startTime: "another" });
      symlinkSync(target, join(folder, "1"));
      await removeOrphanedFolders(parent);
      assert.ok(!existsSync(folder));
    } else {
      renameSync(recordedFolder(parent, "elsewhere", { startTime: "another" }), join(target, "linked"));
      symlinkSync(join(target, "linked"), link);
      await removeOrphanedFolders(parent);
      assert.ok(existsSync(join(target, "linked", "owner.json")));
    }
    assert.ok(existsSync(join(target, "file")));
  });
}

async function precious(t: TestContext): Promise<string> {
  const target = await temporaryParent(t);
  writeFileSync(join(target, "file"), "");
  return target;
}

test("keeps a folder without a record for an hour", async (t) => {
  const parent = await temporaryParent(t);
  const [fresh, old] = [join(parent, "trove-servers-AAAAAA"), join(parent, "trove-servers-BBBBBB")];
  for (const folder of [fresh, old]) mkdirSync(folder);
  const twoHoursAgo = Date.now() / 1000 - 7200;
  utimesSync(old, twoHoursAgo, twoHoursAgo);
  await removeOrphanedFolders(parent);
  assert.deepEqual([existsSync(fresh), existsSync(old)], [true, false]);
});
