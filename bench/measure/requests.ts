import { readFile } from "node:fs/promises";
import type { BenchCloud } from "./cloud.ts";
import { countLogins } from "./logins.ts";

const verbs = ["GET", "POST", "PUT", "DELETE"] as const;

/** The number of the project's requests to the cloud. */
export interface Requests extends Readonly<Record<(typeof verbs)[number], number>> {
  /** All requests to Trove. */
  readonly all: number;
  /** Requests answered with 413; included in the counts above. */
  readonly refused: number;
  /** Tokens requested from Keystone, by any project. */
  readonly logins: number;
}

interface Entry {
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

/** Runs `work` and counts the requests during it. */
export async function countRequests<T>(
  cloud: BenchCloud,
  work: () => Promise<T>,
): Promise<{ readonly requests: Requests; readonly result: T }> {
  const before = { entries: (await entriesOf(cloud)).length, logins: await countLogins(cloud) };
  const result = await work();
  const entries = (await entriesOf(cloud)).slice(before.entries);
  const logins = (await countLogins(cloud)) - before.logins;
  return { requests: { ...count(entries), logins }, result };
}

function count(entries: readonly Entry[]): Omit<Requests, "logins"> {
  const of = (verb: string) => entries.filter(({ method }) => method === verb).length;
  return {
    GET: of("GET"),
    POST: of("POST"),
    PUT: of("PUT"),
    DELETE: of("DELETE"),
    all: entries.length,
    refused: entries.filter(({ status }) => status === 413).length,
  };
}

/** The requests of the project only, without those of an observer in another project. */
async function entriesOf({ accessLog, api }: BenchCloud): Promise<readonly Entry[]> {
  const lines = (await readFile(accessLog, "utf8")).split("\n");
  // The last line is empty or incomplete.
  const entries = lines.slice(0, -1).map((line) => JSON.parse(line) as Entry);
  return entries.filter(({ path }) => path.startsWith(`/v1.0/${api.projectId}`));
}
