import { type Reading, readCharacter, readEscape } from "./read-spelling.ts";

/** Numbers of backslashes that stand for one: a text that was quoted three times has eight. */
const DOUBLED = [8, 4, 2, 1] as const;
const MOST = 8;
/** Characters that a quoted text may escape with a backslash. */
const QUOTABLE = /["'`/]/;

/** Characters that never begin an escape, so they can be read one way only. */
const READ_ONE_WAY = /^[A-Za-z0-9]$/;

/** How much of a secret was found at a place in a text. */
export interface Match {
  /** UTF-16 units of the secret. */
  readonly length: number;
  /** The index behind it in the text. */
  readonly end: number;
}

/**
 * Matches a secret, or the beginning of one, at a place in a text. Each character may be written plainly or as Python's
 * `repr`, JSON, URLs or HTML write it, and these may be nested.
 *
 * @returns a match for every prefix of the secret that was found, shortest first
 */
export function* matchSecret(secret: string, text: string, start: number): Generator<Match, void, undefined> {
  let plain = 0;
  while (plain < secret.length && secret[plain] === text[start + plain] && READ_ONE_WAY.test(secret[plain] ?? "")) {
    plain += 1;
    yield { length: plain, end: start + plain };
  }
  if (plain === secret.length) return;
  // All readings advance together, and those that meet are merged, so that a near match costs no more than any other text.
  const ends = new Map<number, Set<number>>([[plain, new Set([start + plain])]]);
  while (ends.size > 0) {
    const length = Math.min(...ends.keys());
    const places = ends.get(length) ?? new Set();
    ends.delete(length);
    if (length > plain) for (const end of places) yield { length, end };
    if (length === secret.length) continue;
    for (const place of places) {
      for (const next of step(secret, length, text, place)) {
        ends.set(next.length, (ends.get(next.length) ?? new Set()).add(next.end));
      }
    }
  }
}

/** The first characters that a secret at this place in a text can have. */
export function firstCharacters(text: string, at: number): readonly string[] {
  const backslashes = countBackslashes(text, at, MOST + 1);
  if (backslashes === 0) return readCharacter(text, at).map(({ meaning }) => meaning);
  if (backslashes > MOST) return ["\\"];
  const next = at + backslashes;
  const readings = [...readEscape(text, next), ...readQuotable(text, next)];
  return ["\\", ...readings.map(({ meaning }) => meaning)];
}

/** Matches the next character, with the backslashes before it. */
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
  // Servers replace one kind of white space by another, and URLs write a plus.
  if (/\s/.test(unit)) return /^[\s+]$/.test(meaning);
  // An encoder replaces half a surrogate pair by U+FFFD or a question mark.
  return isHalf(secret, at) && /^[?\ufffd]$/.test(meaning);
}

/** Whether a lone half of a surrogate pair is at this place. */
export function isHalf(secret: string, at: number): boolean {
  return /^[\ud800-\udfff]$/u.test(String.fromCodePoint(secret.codePointAt(at) ?? 0));
}

function countBackslashes(text: string, from: number, most: number): number {
  let count = 0;
  while (count < most && text[from + count] === "\\") count += 1;
  return count;
}
