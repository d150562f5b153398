import { type Log, silentLog } from "../core/log.ts";

const given = new Set<string>();

/** The log of a script's client: warnings alone, as those of Node, each once in a process. */
export const warningsLog: Log = {
  ...silentLog,
  warn(message) {
    if (given.has(message)) return;
    given.add(message);
    process.emitWarning(message, "TroveWarning");
  },
};
