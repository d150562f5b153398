import type { Lookup } from "../lookups/lookup.ts";
import type { Failure } from "../resources/resource.ts";
import { OperationError } from "./errors/operation-error.ts";
import type { ProviderProcess } from "./process.ts";

/** The arguments of a lookup, as a host has decoded them. */
export interface LookupRequest {
  /** Plain values; an absent one is `undefined` or `null`. */
  readonly args: Readonly<Record<string, unknown>>;
  /** Whether a program marks any of the arguments as secret. Then errors mask all of their texts. */
  readonly isSecret: boolean;
}

/** Either the failures of the arguments, or the results. */
export type LookupOutcome =
  | { readonly failures: readonly Failure[] }
  | { readonly failures?: undefined; readonly results: Readonly<Record<string, unknown>> };

/**
 * Runs a lookup for a host.
 *
 * @throws {OperationError} alone, after the host has shown the log lines before it.
 */
export async function runLookup(
  process: ProviderProcess,
  lookup: Lookup,
  { args, isSecret }: LookupRequest,
): Promise<LookupOutcome> {
  const { masks, trove, poller, signal, hostLog } = process;
  const given = Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined && value !== null));
  const texts = Object.values(given).filter((value) => typeof value === "string");
  const mask = masks.ofResource(isSecret ? texts : [], [given.name]);
  try {
    process.warnOfUnknownSettings();
    const failures = lookup.check(given);
    if (failures.length > 0) return { failures: failures.map(({ path, reason }) => ({ path, reason: mask(reason) })) };
    const { cache } = process.services;
    return { results: await lookup.run(given, { trove, poller, cache, signal }) };
  } catch (error) {
    throw new OperationError(error, { mask });
  } finally {
    await hostLog.flush();
  }
}
