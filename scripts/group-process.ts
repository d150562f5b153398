// Runs the test files of one group, in this process or below it. Receives the group and sends the counts as messages.
import { once } from "node:events";
import { runFiles } from "./run-group.ts";
import type { TestGroup } from "./test-groups.ts";

const stop = new AbortController();
process.once("SIGTERM", () => stop.abort());

const [group] = (await once(process, "message")) as [TestGroup];
const print = (text: string) => process.stdout.write(text);
const isolation = group.oneProcess ? "none" : "process";
const counts = await runFiles(group, { env: process.env, signal: stop.signal, print }, isolation);
// Exits even if a test left a handle open: the parent waits for this process without a timeout.
process.send?.(counts, () => process.exit());
