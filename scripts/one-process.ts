// Runs the test files of one group in this process. The group comes as a message, and the counts go back as one.
import { once } from "node:events";
import { runFiles } from "./run-group.ts";
import type { TestGroup } from "./test-groups.ts";

const stop = new AbortController();
process.once("SIGTERM", () => stop.abort());

const [group] = (await once(process, "message")) as [TestGroup];
const print = (text: string) => process.stdout.write(text);
const counts = await runFiles(group, { env: process.env, signal: stop.signal, print }, "none");
// Whatever a test has left open: the one who waits for this process waits without a bound.
process.send?.(counts, () => process.exit());
