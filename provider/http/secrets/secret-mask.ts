import { firstCharacters, isHalf, matchSecret } from "./match-secret.ts";

/** A shorter secret is not masked inside a word: it would match parts of ordinary words. */
const SHORTEST_ANYWHERE = 4;
/** A secret of this length is also masked if a server truncated it after `CUT_AFTER` characters or more. */
const SHORTEST_CUT = 12;
const CUT_AFTER = 8;
const CUT = /['"]?\s{0,3}(?:\u2026|\.{3}|$)/y;
const MASK = "***";
const BLANK = " ";
const HALF = "half";

/** Replaces secrets in texts by `***`, in every spelling that `matchSecret` knows. */
export class SecretMask {
  readonly #secrets: readonly string[];
  /** The secrets by their first UTF-16 unit. White space has one key, and so has half a surrogate pair. */
  readonly #byFirst = new Map<string, string[]>();

  constructor(secrets: Iterable<string>) {
    this.#secrets = [...new Set(secrets)].filter((secret) => secret !== "");
    for (const secret of this.#secrets) {
      this.#add(keyOf(secret[0] ?? ""), secret);
      if (isHalf(secret, 0)) this.#add(HALF, secret);
    }
  }

  #add(key: string, secret: string): void {
    const secrets = this.#byFirst.get(key);
    if (secrets === undefined) this.#byFirst.set(key, [secret]);
    else secrets.push(secret);
  }

  apply(text: string): string {
    if (this.#secrets.length === 0) return text;
    let masked = "";
    let done = 0;
    for (let at = 0; at < text.length; at += 1) {
      const found = this.#longestAt(text, at, done);
      if (found === undefined) continue;
      masked += text.slice(done, found.start) + MASK;
      done = found.end;
      at = done - 1;
    }
    return masked + text.slice(done);
  }

  /** The secrets that can begin here. Trying all of them at every place would let a hostile text take too long. */
  #candidates(text: string, at: number): Iterable<string> {
    const [first = "", ...others] = this.#keysAt(text, at);
    if (others.length === 0) return this.#byFirst.get(first) ?? [];
    return new Set([first, ...others].flatMap((key) => this.#byFirst.get(key) ?? []));
  }

  #keysAt(text: string, at: number): readonly string[] {
    return firstCharacters(text, at).flatMap((character) => {
      const key = keyOf(character[0] ?? "");
      // URLs write a space as a plus.
      if (key === "+") return [key, BLANK];
      return key === "?" || key === "\ufffd" ? [key, HALF] : [key];
    });
  }

  /** The longest match: one secret may begin with another. */
  #longestAt(text: string, at: number, done: number): Span | undefined {
    let longest: Span | undefined;
    for (const secret of this.#candidates(text, at)) {
      for (const { length, end } of matchSecret(secret, text, at)) {
        const span = length === secret.length ? whole(secret, text, at, end) : cut(secret, text, { at, length, end });
        if (span !== undefined && span.start >= done && span.end > (longest?.end ?? 0)) longest = span;
      }
    }
    return longest;
  }
}

function keyOf(character: string): string {
  return /\s/.test(character) ? BLANK : character;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Decides whether a whole secret is masked. A short one must be quoted, or, with two characters or more, be a word. */
function whole(secret: string, text: string, start: number, end: number): Span | undefined {
  if (secret.length >= SHORTEST_ANYWHERE) return { start, end };
  const before = text[start - 1] ?? "";
  const after = text[end] ?? "";
  if (/["']/.test(before) && before === after) return { start: start - 1, end: end + 1 };
  const isWord = !/[\p{L}\p{N}_]/u.test(before) && !/[\p{L}\p{N}_]/u.test(after);
  return secret.length > 1 && isWord ? { start, end } : undefined;
}

/** Decides whether the beginning of a secret is masked: the text must end there, or continue with an ellipsis. */
function cut(
  secret: string,
  text: string,
  { at, length, end }: { readonly at: number; readonly length: number; readonly end: number },
): Span | undefined {
  if (secret.length < SHORTEST_CUT || length < CUT_AFTER) return undefined;
  CUT.lastIndex = end;
  return CUT.test(text) ? { start: at, end } : undefined;
}
