import fc from "fast-check";

/** Characters that a shell, SQL, Python, a URL or a terminal reads in a way of its own. */
const NASTY = [
  ...[
    "'",
    '"',
    "`",
    "\\",
    "$",
    "%",
    "_",
    ":",
    ";",
    ",",
    "/",
    ".",
    "@",
    "#",
    "?",
    "&",
    "=",
    "+",
    "*",
    "!",
    "~",
    "^",
    "|",
  ],
  ...["(", ")", "[", "]", "{", "}", "<", ">", "-", " ", "\t", "\n", "\r", "\0", "\u0001", "\u001c", "\u007f", "\u0085"],
  // Letters outside ASCII, combining ones, those of right-to-left scripts, and digits that Python's `\w` matches.
  ...["é", "ß", "İ", "ı", "ﬁ", "½", "日", "ก", "е\u0301", "\u0301", "א", "ع", "\u0664", "ª", "Ⅷ", "ſ"],
  // Blanks and marks that cannot be seen, private and unassigned characters, and those beyond U+FFFF.
  ...["\u00a0", "\u3000", "\u200b", "\u200e", "\u202e", "\u2028", "\ufeff", "\u00ad", "\ue000", "\u0378", "\ufffd"],
  ...["😀", "👩‍👩‍👧", "𝒳", "𐐷", "\u{e0001}", "\u{10ffff}", "\ud800"],
];
/** What SQL, SQLAlchemy, Python's formats or Trove's paths may take apart. */
const NASTY_WORDS = [
  ...["--", "/*", "*/", "%s", "%(x)s", "{0}", "$(x)", "$$", ":a", "::", "\\:", "\\n", "%27", "%2E", "''", "``", "a:b"],
  ...["-:b", "$:b", "é:b", ":½", ".json", "@%", "@@", "..", "a.b", "&#39;", "null", "None", "0", "1e1", "TRUE"],
];
/** Names that a server or Trove has or reserves, and keywords. */
const KNOWN_NAMES = [
  ...[
    "mysql",
    "information_schema",
    "performance_schema",
    "sys",
    "test",
    "root",
    "os_admin",
    "mariadb.sys",
    "mysql.sys",
  ],
  ...["mysql.session", "postgres", "template0", "template1", "public", "none", "replicator", "pg_monitor", "pg_x"],
  ...["PUBLIC", "current_user", "session_user", "user", "select", "default", "all", "admin", "lost+found", "__proto__"],
  ...["constructor", "hasOwnProperty", "trove", "exporter", "slave_1"],
];
const LENGTHS = [1, 2, 15, 16, 17, 31, 32, 33, 62, 63, 64, 65, 80, 255, 256];

const plainCharacter = fc.constantFrom(..."abcxyzABCXYZ0189_");
const nasty = fc.constantFrom(...NASTY);
const nastyWord = fc.constantFrom(...NASTY_WORDS);

/** Mostly letters and digits, with a few characters or words that are not. */
const mixed = fc
  .array(
    fc.oneof(
      { weight: 8, arbitrary: plainCharacter },
      { weight: 2, arbitrary: nasty },
      { weight: 1, arbitrary: nastyWord },
    ),
    { minLength: 1, maxLength: 16 },
  )
  .map((parts) => parts.join(""));

/** Plain text with one character at its start, at its end or inside. */
const onePlace = fc
  .tuple(fc.constantFrom("start", "inside", "end"), fc.oneof(nasty, nastyWord))
  .map(([place, what]) => ({ start: `${what}ab1`, inside: `ab${what}1c`, end: `ab1${what}` })[place] ?? "");

/** As long as a limit or one more, in characters or in bytes. */
const long = fc
  .tuple(
    fc.constantFrom(...LENGTHS),
    fc.constantFrom("a", "é", "日", "a_", "😀"),
    fc.constantFrom("characters", "bytes"),
  )
  .map(([length, unit, counted]) => {
    const size = counted === "bytes" ? Buffer.byteLength(unit) : [...unit].length;
    const text = unit.repeat(Math.floor(length / size));
    return `${text}${"1".repeat(length - Math.floor(length / size) * size)}`;
  });

const knownName = fc
  .tuple(fc.constantFrom(...KNOWN_NAMES), fc.constantFrom("as it is", "upper", "capital"))
  .map(([name, form]) => {
    if (form === "upper") return name.toUpperCase();
    return form === "capital" ? `${name.slice(0, 1).toUpperCase()}${name.slice(1)}` : name;
  });

/** A name as MySQL's rules of Trove have it. */
const word = fc.array(fc.constantFrom(..."abzABZ09_-"), { minLength: 1, maxLength: 12 }).map((parts) => parts.join(""));
const inner = fc.array(fc.constantFrom(" ", "?", "#", "@"), { maxLength: 4 }).map((parts) => parts.join(""));
const ofMySql = fc.tuple(word, inner, word).map((parts) => parts.join(""));

export const names: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: mixed },
  { weight: 3, arbitrary: onePlace },
  { weight: 1, arbitrary: long },
  { weight: 2, arbitrary: knownName },
);
export const databaseNames: fc.Arbitrary<string> = fc.oneof(names, ofMySql);
const passwords: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: mixed },
  { weight: 4, arbitrary: onePlace },
  { weight: 1, arbitrary: long },
);

export const hosts: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom("%", "127.0.0.1", "127.0.0.%", "127.%.%.%", "%.0.0.1", "127.0.%", "127.%", "localhost", "LOCALHOST"),
  fc.constantFrom("10.0.%", "10.0.0.1", "10.0.0.%", "10.0.0.0/255.0.0.0", "127.0.0.0/8", "127.0.0.0/255.0.0.0", "::1"),
  fc.constantFrom(
    "::",
    "fe80::1",
    "db.x",
    "1%.0.0.1",
    "%0.0.0.1",
    "12%.0.0.1",
    "010.0.0.1",
    "127.0.0.1%",
    "%%",
    "0x7f.0.0.1",
  ),
  fc
    .array(fc.constantFrom("0", "1", "127", "255", "256", "%", "1%", "_"), { minLength: 1, maxLength: 5 })
    .map((parts) => parts.join(".")),
);

/**
 * PostgreSQL and its clients normalize a password before they hash it (SASLprep, RFC 4013), unless it has characters that
 * the RFC prohibits. `pg` does not look for those, and hashes another text then: only texts that stay the same are used.
 */
export function passwordsOf(type: string): fc.Arbitrary<string> {
  if (type !== "postgresql") return passwords;
  return passwords.filter((text) => text.normalize("NFKC") === text && !/[\p{Cf}\u00a0\u3000]/u.test(text));
}
