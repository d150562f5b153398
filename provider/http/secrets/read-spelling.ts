/** One way to read a piece of a text. */
export interface Reading {
  /** The character that it stands for, in one or two UTF-16 units. */
  readonly meaning: string;
  /** The index behind it in the text. */
  readonly end: number;
}

const LETTERS: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f", v: "\v" };
const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
};

/** Prefixes of codes: a text that was encoded again has `%25` for each `%`, and `&amp;` for each `&`. */
const PERCENT = ["%", "%25", "%2525"];
const AMPERSAND = ["&", "&amp;"];
const ENTITY = /(?:#0*(\d{1,7})|#[xX]0*([\da-fA-F]{1,6})|(amp|lt|gt|quot|apos|nbsp));/y;
const HEX_ESCAPE = /x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})/y;
const NEXT_BYTE = /\\{1,8}x([\da-fA-F]{2})/y;
const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** Every way to read the character at a place: plainly, as a code of URLs, and as a code of HTML. */
export function readCharacter(text: string, at: number): readonly Reading[] {
  const character = text[at];
  if (character === undefined) return [];
  const plain = { meaning: character, end: at + 1 };
  if (character === "%") return [plain, ...readPercent(text, at)];
  if (character === "&") return [plain, ...readEntity(text, at)];
  return [plain];
}

/** Reads an escape of Python or JSON; the backslash is before `at`. */
export function readEscape(text: string, at: number): readonly Reading[] {
  const letter = LETTERS[text[at] ?? ""];
  if (letter !== undefined) return [{ meaning: letter, end: at + 1 }];
  const match = matchAt(HEX_ESCAPE, text, at);
  if (match === undefined) return [];
  const [whole, byte] = match;
  const code = Number.parseInt(whole.slice(1), 16);
  const end = at + whole.length;
  const readings = code <= 0x10ffff ? [{ meaning: String.fromCodePoint(code), end }] : [];
  // The `repr` of bytes escapes each byte of a UTF-8 character separately.
  const bytes = byte === undefined || code < 0x80 ? undefined : readBytes(text, end, code, NEXT_BYTE);
  return bytes === undefined ? readings : [...readings, bytes];
}

function readPercent(text: string, at: number): readonly Reading[] {
  return PERCENT.filter((prefix) => text.startsWith(prefix, at)).flatMap((prefix) => {
    const byte = matchAt(/[\da-fA-F]{2}/y, text, at + prefix.length);
    if (byte === undefined) return [];
    const code = Number.parseInt(byte[0], 16);
    const end = at + prefix.length + 2;
    if (code < 0x80) return [{ meaning: String.fromCodePoint(code), end }];
    const reading = readBytes(text, end, code, new RegExp(`${prefix}([\\da-fA-F]{2})`, "y"));
    return reading === undefined ? [] : [reading];
  });
}

/** Reads the remaining bytes of a UTF-8 character after its first one. */
function readBytes(text: string, at: number, first: number, next: RegExp): Reading | undefined {
  const more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
  const bytes = [first];
  let end = at;
  while (bytes.length <= more) {
    const match = matchAt(next, text, end);
    if (match === undefined) return undefined;
    bytes.push(Number.parseInt(match[1] ?? "", 16));
    end += match[0].length;
  }
  return { meaning: utf8.decode(Uint8Array.from(bytes)), end };
}

function readEntity(text: string, at: number): readonly Reading[] {
  return AMPERSAND.filter((prefix) => text.startsWith(prefix, at)).flatMap((prefix) => {
    const match = matchAt(ENTITY, text, at + prefix.length);
    if (match === undefined) return [];
    const [whole, decimal, hexadecimal, name = ""] = match;
    const code = decimal === undefined ? Number.parseInt(hexadecimal ?? "", 16) : Number(decimal);
    const meaning = ENTITIES[name] ?? (code <= 0x10ffff ? String.fromCodePoint(code) : "");
    return meaning === "" ? [] : [{ meaning, end: at + prefix.length + whole.length }];
  });
}

/** @param pattern must have the flag `y` */
function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}
