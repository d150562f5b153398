import assert from "node:assert/strict";
import type { Simulator } from "../../../simulator/index.ts";

/**
 * One error of docs/errors.md: how to provoke it, and what its message must say. `{word}` in a text stands for what only
 * the cloud decides, an id for one.
 */
export interface Row {
  readonly code: string;
  /** The name in the program of the resource that fails. */
  readonly resource: string;
  /** What failed, and on what. */
  readonly says: readonly string[];
  /** Where a server refused it. */
  readonly server?: Refusal;
  /** What to do next. */
  readonly next: string;
}

export interface Refusal {
  /** Its own words. */
  readonly says: string;
  /** What it was asked, as it is logged: `POST /instances`. */
  readonly request: string;
  readonly status: number;
}

/** An id that no cloud knows. */
export const NOBODYS = "11111111-2222-3333-4444-555555555555";

/** What stands for the `{words}`. */
export type Names = Readonly<Record<string, string>>;

/** Secrets of the clouds and programs of these tests. */
const SECRETS = /demo-password|p-of-|wrong-canary/;
/** A line of a stack, or a path of a source file. */
export const STACK_OR_FILE = /^\s+at |file:\/\/|node_modules|\.(?:ts|js|cjs):\d/m;

/** The message of one failure is that of the row: all of it, and nothing twice. */
export function assertTells(row: Row, message: string, cloud: Simulator, names: Names = {}): void {
  for (const text of [...row.says, row.next]) assertOnce(message, fill(text, names));
  assertOnce(message, `[${row.code}]`);
  assert.equal(message.match(/\[TROVE_\w+\]/g)?.length, 1, message);
  assertKeepsSecrets(message);
  assert.doesNotMatch(message, STACK_OR_FILE);
  const ids = message.match(/req-[0-9a-f-]+/g) ?? [];
  if (row.server === undefined) {
    assert.deepEqual(ids, [], message);
    return;
  }
  assertOnce(message, fill(row.server.says, names));
  assert.equal(ids.length, 1, message);
  assert.deepEqual(askedUnder(ids[0], cloud), [fill(row.server.request, names), row.server.status], message);
}

export function assertKeepsSecrets(text: string): void {
  assert.doesNotMatch(text, SECRETS);
}

/** What the cloud was asked in the request that it gave this id, and what it answered. */
function askedUnder(id: string | undefined, cloud: Simulator): readonly [request: string, status: number] {
  const { method, path, status } =
    cloud.requests.find(({ requestId }) => requestId === id) ?? assert.fail(`the cloud sent no ${id}`);
  return [`${method} ${path.replace(/^\/v1\.0\/[0-9a-f]+/, "")}`, status];
}

function assertOnce(message: string, text: string): void {
  assert.equal(message.split(text).length - 1, 1, `not once "${text}" in: ${message}`);
}

function fill(text: string, names: Names): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => names[name] ?? assert.fail(`nothing is known as {${name}}`));
}
