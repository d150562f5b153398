import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { basename } from "node:path";
import { type TestContext, test } from "node:test";
import { type ProcessTable, processTable, psTable } from "../../../../simulator/guest/machine/process-table.ts";

const hasPs = spawnSync("ps", ["-p", String(process.pid)]).status === 0;
const tables: readonly { name: string; table: ProcessTable; skip: string | false }[] = [
  { name: "of this system", table: processTable, skip: false },
  { name: "of ps", table: psTable, skip: hasPs ? false : "there is no ps" },
];

async function sleeping(t: TestContext): Promise<number> {
  const child = spawn("sleep", ["1234"], { stdio: "ignore" });
  t.after(() => child.kill("SIGKILL"));
  const pid = child.pid ?? assert.fail();
  // The command line is empty for an instant after the program is loaded.
  while (processTable.find(pid)?.commandLine !== "sleep 1234") await new Promise(setImmediate);
  return pid;
}

for (const { name, table, skip } of tables) {
  test(`the table ${name} shows a process that runs`, { skip }, async (t) => {
    const pid = await sleeping(t);
    const found = table.find(pid);
    assert.ok(found);
    assert.ok(found.executables.includes("sleep"), found.executables.join(", "));
    assert.equal(found.commandLine, "sleep 1234");
    assert.deepEqual(
      table.list().find((one) => one.pid === pid),
      found,
    );
  });

  test(`the table ${name} shows the same start time each time`, { skip }, () => {
    const [one, other] = [table.find(process.pid), table.find(process.pid)];
    assert.ok(one?.startTime);
    assert.equal(one.startTime, other?.startTime);
  });

  test(`the table ${name} shows no process that has ended`, { skip }, async (t) => {
    // The shell becomes a program that never waits for the child, which then ends and stays a zombie.
    const script = "exec 3<&0; (read line <&3) & echo $!; exec sleep 1234";
    const parent = spawn("sh", ["-c", script], { stdio: ["pipe", "pipe", "ignore"] });
    t.after(() => parent.kill("SIGKILL"));
    const [line] = await once(parent.stdout, "data");
    while (processTable.find(parent.pid ?? 0)?.commandLine !== "sleep 1234") await new Promise(setImmediate);
    assert.ok(table.find(Number(line)));
    parent.stdin.write("end\n");
    while (table.find(Number(line)) !== undefined) await new Promise(setImmediate);
    // Still has its id, so this does not throw.
    process.kill(Number(line), 0);
  });
}

test("knows an executable by its file and by the name it was started with", async (t) => {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { argv0: "renamed", stdio: "ignore" });
  t.after(() => child.kill("SIGKILL"));
  const pid = child.pid ?? assert.fail();
  while (!processTable.find(pid)?.commandLine.startsWith("renamed ")) await new Promise(setImmediate);
  assert.deepEqual(processTable.find(pid)?.executables, [basename(process.execPath), "renamed"]);
});
