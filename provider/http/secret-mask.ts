import { matchSecret } from "./match-secret.ts";

/** A shorter secret would also be found inside the words of a message. */
const SHORTEST_ANYWHERE = 4;
/** A secret of this length is also found where the server cut it off, once so much of it is there. */
const SHORTEST_CUT = 12;
const CUT_AFTER = 8;
const CUT = /['"]?\s{0,3}(?:\u2026|\.{3}|$)/y;
const MASK = "***";
/** What any character may be spelled with. */
const CODED = "\\%&?\ufffd";

/** Replaces secrets in texts by `***`, in whatever spelling they are there. */
export class SecretMask {
  readonly #secrets: readonly string[];
  /** By the character that they begin with; all white space as one. */
  readonly #byFirst = new Map<string, readonly string[]>();

  constructor(secrets: Iterable<string>) {
    this.#secrets = [...new Set(secrets)].filter((secret) => secret !== "");
    for (const secret of this.#secrets) {
      const key = keyOf(secret[0] ?? "");
      this.#byFirst.set(key, [...(this.#byFirst.get(key) ?? []), secret]);
    }
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

  #candidates(character: string): readonly string[] {
    if (CODED.includes(character)) return this.#secrets;
    const own = this.#byFirst.get(keyOf(character)) ?? [];
    return character === "+" ? [...own, ...(this.#byFirst.get(" ") ?? [])] : own;
  }

  /** Of several the longest: a secret may begin with another. */
  #longestAt(text: string, at: number, done: number): Span | undefined {
    let longest: Span | undefined;
    for (const secret of this.#candidates(text[at] ?? "")) {
      for (const { length, end } of matchSecret(secret, text, at)) {
        const span = length === secret.length ? whole(secret, text, at, end) : cut(secret, text, { at, length, end });
        if (span !== undefined && span.start >= done && span.end > (longest?.end ?? 0)) longest = span;
      }
    }
    return longest;
  }
}

function keyOf(character: string): string {
  return /\s/.test(character) ? " " : character;
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
