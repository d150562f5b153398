import { lookups } from "../../lookups/index.ts";
import { runLookup } from "../../service/lookup-service.ts";
import { ProviderProcess } from "../../service/process.ts";
import { toWire, type WireObject } from "../encoding/wire.ts";
import { userAgentOfHost } from "./user-agent.ts";

/** A lookup that a program makes in its own process. */
export interface ProgramLookup {
  /** `getInstance` */
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** Whether any of the arguments is a secret. */
  readonly isSecret: boolean;
  /** Lookups with the same owner share a login and lists, which end with it: a long process may run many programs. */
  readonly owner: object;
  /** Stack configuration or the arguments of an explicit provider, by their full keys: `trove:authUrl`. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly warn: (message: string) => void;
}

const processes = new WeakMap<object, ProviderProcess>();

/**
 * Runs a lookup in the process of a program. Idle connections do not keep that process alive.
 *
 * @throws {OperationError} the lookup failed
 * @throws {Error} with a line for each failure of the arguments
 */
export async function lookUpInProgram(request: ProgramLookup): Promise<WireObject> {
  const { name, args, isSecret, owner } = request;
  const lookup = lookups.find((one) => one.name === name);
  if (lookup === undefined) throw new Error("this function does not exist.");
  const process = processes.get(owner) ?? start(request);
  processes.set(owner, process);
  const outcome = await runLookup(process, lookup, { args, isSecret });
  if (outcome.failures !== undefined) {
    throw new Error(outcome.failures.map(({ path, reason }) => `${path}: ${reason}`).join("\n"));
  }
  return toWire(outcome.results);
}

function start({ settings, warn }: ProgramLookup): ProviderProcess {
  const values = new Map(Object.entries(settings).filter(([, value]) => value !== undefined && value !== null));
  return new ProviderProcess({
    configuration: { keys: () => [...values.keys()], get: (key) => values.get(key) },
    // The engine ends the process of a cancelled program.
    signal: new AbortController().signal,
    hostLog: { of: () => ({ status() {}, info() {}, warn }), flush: async () => {} },
    userAgent: userAgentOfHost(),
  });
}
