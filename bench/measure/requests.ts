import { readFile } from "node:fs/promises";
import type { BenchCloud } from "./cloud.ts";
import { countLogins } from "./logins.ts";

const verbs = ["GET", "POST", "PUT", "DELETE"] as const;

/** What the project asked of the cloud. */
export interface Requests extends Readonly<Record<(typeof verbs)[number], number>> {
  /** Of Trove, all verbs together. */
  readonly all: number;
  /** Answered with 413, and counted above too. */
  readonly refused: number;
  /** Tokens asked of Keystone, by whomever. */
  readonly logins: number;
}

interface Entry {
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

/** Runs `work`, and counts what is asked of the cloud meanwhile. */
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

/** Those of the project alone: who watches the cloud from elsewhere is not counted. */
async function entriesOf({ accessLog, api }: BenchCloud): Promise<readonly Entry[]> {
  const lines = (await readFile(accessLog, "utf8")).split("\n");
  // The last one is empty, or is being written.
  const entries = lines.slice(0, -1).map((line) => JSON.parse(line) as Entry);
  return entries.filter(({ path }) => path.startsWith(`/v1.0/${api.projectId}`));
}
