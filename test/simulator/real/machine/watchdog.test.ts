import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readdirSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { endedWithoutTrace, isRunning, RUN_FOLDER, startOwner, temporaryParent, until } from "./owner.ts";

const onLinux = { skip: process.platform === "linux" ? false : "reads /proc" };

test("SIGKILL of the simulator leaves no server and no folder", onLinux, async (t) => {
  const owner = await startOwner(t, await temporaryParent(t));
  assert.deepEqual(owner.servers.filter(isRunning), owner.servers);
  owner.child.kill("SIGKILL");
  await endedWithoutTrace(owner);
});

test("ends a server that ignores all signals but SIGKILL", onLinux, async (t) => {
  const owner = await startOwner(t, await temporaryParent(t), { stubborn: true });
  owner.child.kill("SIGKILL");
  await endedWithoutTrace(owner);
});

test("Ctrl-C in the terminal leaves no server and no folder", onLinux, async (t) => {
  const owner = await startOwner(t, await temporaryParent(t));
  process.kill(-(owner.child.pid ?? assert.fail()), "SIGINT");
  await endedWithoutTrace(owner);
});

test("ends with the simulator, not before it", onLinux, async (t) => {
  const owner = await startOwner(t, await temporaryParent(t));
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.kill(owner.watchdog, signal);
  owner.child.stdin?.write("close\n");
  const [code] = await once(owner.child, "exit");
  assert.equal(code, 0);
  assert.ok(!isRunning(owner.watchdog));
  await endedWithoutTrace(owner);
});

test("leaves a program alone that only names the folder", onLinux, async (t) => {
  const owner = await startOwner(t, await temporaryParent(t));
  const reader = spawn("sh", ["-c", "read line", `${owner.folder}/1/data`], { stdio: ["pipe", "ignore", "ignore"] });
  t.after(() => reader.kill("SIGKILL"));
  owner.child.kill("SIGKILL");
  await endedWithoutTrace(owner);
  assert.ok(isRunning(reader.pid ?? assert.fail()));
});

test("holds no file that its simulator inherited", onLinux, async (t) => {
  const parent = await temporaryParent(t);
  const inherited = openSync(join(parent, "inherited"), "w");
  t.after(() => closeSync(inherited));
  const owner = await startOwner(t, parent, { inherited });
  const isInherited = (pid: number | undefined): boolean =>
    readdirSync(`/proc/${pid}/fd`).some((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`) === join(parent, "inherited"));
  assert.deepEqual([isInherited(owner.child.pid), isInherited(owner.watchdog)], [true, false]);
  owner.child.kill("SIGKILL");
  await until(() => !isRunning(owner.watchdog));
});

test("does not keep the simulator from ending", onLinux, async (t) => {
  const parent = await temporaryParent(t);
  const script = `
    import { RunFolder } from ${JSON.stringify(RUN_FOLDER)};
    console.log((await RunFolder.open({ executables: [], parent: ${JSON.stringify(parent)} })).watchdogPid);
  `;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  t.after(() => child.kill("SIGKILL"));
  const [[line], [code]] = await Promise.all([once(child.stdout, "data"), once(child, "exit")]);
  assert.equal(code, 0);
  await until(() => !isRunning(Number(line)));
  assert.deepEqual(readdirSync(parent), []);
});
