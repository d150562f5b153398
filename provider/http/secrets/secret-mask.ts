import { firstCharacters, isHalf, matchSecret } from "./match-secret.ts";

/** A shorter secret would also be found inside the words of a message. */
const SHORTEST_ANYWHERE = 4;
/** A secret of this length is also found where the server cut it off, once so much of it is there. */
const SHORTEST_CUT = 12;
const CUT_AFTER = 8;
const CUT = /['"]?\s{0,3}(?:\u2026|\.{3}|$)/y;
const MASK = "***";
const BLANK = " ";
const HALF = "half";

/** Replaces secrets in texts by `***`, in whatever spelling they are there. */
export class SecretMask {
  readonly #secrets: readonly string[];
  /** By the UTF-16 unit that they begin with, all white space as one; those that begin with half a character also so. */
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

  /** Only the secrets that begin with what is there: a hostile text must not make every place cost all of them. */
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

  /** Of several the longest: a secret may begin with another. */
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

/** A short secret counts where it is quoted, and from two characters on where it is a word. */
function whole(secret: string, text: string, start: number, end: number): Span | undefined {
  if (secret.length >= SHORTEST_ANYWHERE) return { start, end };
  const before = text[start - 1] ?? "";
  const after = text[end] ?? "";
  if (/["']/.test(before) && before === after) return { start: start - 1, end: end + 1 };
  const isWord = !/[\p{L}\p{N}_]/u.test(before) && !/[\p{L}\p{N}_]/u.test(after);
  return secret.length > 1 && isWord ? { start, end } : undefined;
}

/** The beginning of a secret, where the text ends or goes on with dots. */
function cut(
  secret: string,
  text: string,
  { at, length, end }: { readonly at: number; readonly length: number; readonly end: number },
): Span | undefined {
  if (secret.length < SHORTEST_CUT || length < CUT_AFTER) return undefined;
  CUT.lastIndex = end;
  return CUT.test(text) ? { start: at, end } : undefined;
}
