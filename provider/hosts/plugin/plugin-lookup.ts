import type { Lookup } from "../../lookups/lookup.ts";
import { type LookupOutcome, runLookup } from "../../service/lookup-service.ts";
import type { ProviderProcess } from "../../service/process.ts";
import { markedPaths, withSecrets } from "../encoding/secret-envelopes.ts";
import { fromWire, toWire, type WireObject } from "../encoding/wire.ts";

export type LookupReply =
  | Extract<LookupOutcome, { readonly failures: object }>
  | { readonly failures?: undefined; readonly results: WireObject };

/**
 * Serves a lookup to the engine. If an argument is a secret, all results are: the name of an instance is among them.
 */
export async function lookUp(process: ProviderProcess, lookup: Lookup, args: WireObject): Promise<LookupReply> {
  const isSecret = markedPaths(args).length > 0;
  const outcome = await runLookup(process, lookup, { args: fromWire(args), isSecret });
  if (outcome.failures !== undefined) return outcome;
  const results = toWire(withNulls(outcome.results));
  return { results: isSecret ? withSecrets(results, Object.keys(results), {}) : results };
}

/** A program in YAML fails if it reads a property that is missing, but not if the property is `null`. */
function withNulls(value: object): object {
  return Array.isArray(value)
    ? value.map(nullIfAbsent)
    : Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, nullIfAbsent(inner)]));
}

function nullIfAbsent(value: unknown): unknown {
  return typeof value === "object" && value !== null ? withNulls(value) : (value ?? null);
}
