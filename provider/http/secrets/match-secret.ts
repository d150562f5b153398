import { type Reading, readCharacter, readEscape } from "./read-spelling.ts";

/** A text that was quoted three times has eight backslashes for one. */
const DOUBLED = [8, 4, 2, 1] as const;
const MOST = 8;
/** What may have a backslash in front of it. */
const QUOTABLE = /["'`/]/;

/** What stands for itself alone, without a look at what follows. */
const READ_ONE_WAY = /^[A-Za-z0-9]$/;

/** How far a secret was found at a place of a text. */
export interface Match {
  /** UTF-16 units of the secret. */
  readonly length: number;
  /** Where the text goes on. */
  readonly end: number;
}

/**
 * Finds a secret, or the beginning of one, where it is spelled from a place of a text on. Each character may be spelled
 * as it is, or as Python's `repr`, JSON, URLs and HTML do, also one within another.
 *
 * @returns every place that it was found up to, in the order of the secret.
 */
export function* matchSecret(secret: string, text: string, start: number): Generator<Match, void, undefined> {
  let plain = 0;
  while (plain < secret.length && secret[plain] === text[start + plain] && READ_ONE_WAY.test(secret[plain] ?? "")) {
    plain += 1;
    yield { length: plain, end: start + plain };
  }
  if (plain === secret.length) return;
  // All ways of reading go on side by side, those that meet as one: a text that almost fits costs no more than another.
  const reached = new Map<number, Set<number>>([[plain, new Set([start + plain])]]);
  while (reached.size > 0) {
    const length = Math.min(...reached.keys());
    const places = reached.get(length) ?? new Set();
    reached.delete(length);
    if (length > plain) for (const end of places) yield { length, end };
    if (length === secret.length) continue;
    for (const place of places) {
      for (const next of step(secret, length, text, place)) {
        reached.set(next.length, (reached.get(next.length) ?? new Set()).add(next.end));
      }
    }
  }
}

/** The characters of which a secret begins with one, where it is spelled from a place of a text on. */
export function firstCharacters(text: string, at: number): readonly string[] {
  const backslashes = countBackslashes(text, at, MOST + 1);
  if (backslashes === 0) return readCharacter(text, at).map(({ meaning }) => meaning);
  if (backslashes > MOST) return ["\\"];
  const next = at + backslashes;
  const readings = [...readEscape(text, next), ...readQuotable(text, next)];
  return ["\\", ...readings.map(({ meaning }) => meaning)];
}

/** One character further, with the backslashes before it. */
function step(secret: string, from: number, text: string, at: number): readonly Match[] {
  const wanted = countBackslashes(secret, from, secret.length);
  const there = countBackslashes(text, at, MOST * (wanted + 1) + 1);
  const next = from + wanted;
  if (there === 0) return accept(secret, from, readCharacter(text, at));
  const matches: Match[] = [];
  const run = DOUBLED.find((times) => (next === secret.length ? times * wanted <= there : times * wanted === there));
  if (wanted > 0 && run !== undefined) matches.push({ length: next, end: at + run * wanted });
  if (there > MOST * (wanted + 1)) return matches;
  if (there > wanted) matches.push(...accept(secret, next, readEscape(text, at + there)));
  matches.push(...accept(secret, next, readQuotable(text, at + there)));
  return matches;
}

function readQuotable(text: string, at: number): readonly Reading[] {
  return readCharacter(text, at).filter(({ meaning }) => QUOTABLE.test(meaning));
}

function accept(secret: string, at: number, readings: readonly Reading[]): readonly Match[] {
  return readings
    .filter(({ meaning }) => isSame(secret, at, meaning))
    .map(({ meaning, end }) => ({ length: at + meaning.length, end }));
}

function isSame(secret: string, at: number, meaning: string): boolean {
  const unit = secret[at];
  if (unit === undefined) return false;
  if (secret.startsWith(meaning, at)) return true;
  // Servers replace one kind of white space by another, and URLs by a plus.
  if (/\s/.test(unit)) return /^[\s+]$/.test(meaning);
  // Half a character becomes a replacement character on its way, or a question mark.
  return isHalf(secret, at) && /^[?\ufffd]$/.test(meaning);
}

/** Whether there is one half of a character of two UTF-16 units, without the other. */
export function isHalf(secret: string, at: number): boolean {
  return /^[\ud800-\udfff]$/u.test(String.fromCodePoint(secret.codePointAt(at) ?? 0));
}

function countBackslashes(text: string, from: number, most: number): number {
  let count = 0;
  while (count < most && text[from + count] === "\\") count += 1;
  return count;
}
