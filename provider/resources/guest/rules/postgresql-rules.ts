import { isAddressable } from "../../../trove/request/paths.ts";
import type { CharacterSetAndCollation, CharacterSetFault, DatastoreRules } from "./datastore-rules.ts";

/** @param datastore by name; `undefined` if it is unknown. */
export function isPostgreSql(datastore: string | undefined): boolean {
  return datastore?.toLowerCase() === "postgresql";
}

/** PostgreSQL truncates longer names (`NAMEDATALEN`). The model of the guest agent allows 63 characters. */
const LONGEST_NAME_BYTES = 63;

/** Databases that every server has, and one that Trove hides (`trove/common/cfg.py`, `ignore_dbs` of PostgreSQL). */
const RESERVED_DATABASES: readonly string[] = ["postgres", "template0", "template1", "os_admin"];

/**
 * Roles that every server has or reserves (`src/backend/utils/adt/acl.c`), one that Trove hides (`ignore_users`), and
 * one that Trove creates for replication (`trove/guestagent/strategies/replication/postgresql.py`).
 */
const RESERVED_USERS: readonly string[] = ["postgres", "os_admin", "replicator", "public", "none"];

const ADDRESSABLE = "must consist of ASCII characters other than . and /";

/** Neither SQL nor UTF-8 can represent these. */
const IMPOSSIBLE = /[\0\p{Cs}]/u;

/**
 * The encodings of `src/common/encnames.c` that a server can have, with their aliases, as PostgreSQL compares them: in
 * lower case, letters and digits alone.
 */
const ENCODINGS: ReadonlySet<string> = new Set([
  ...["utf8", "unicode", "sqlascii", "muleinternal", "euccn", "eucjis2004", "eucjp", "euckr", "euctw"],
  ...["koi8", "koi8r", "koi8u", "abc", "alt", "tcvn", "tcvn5712", "vscii", "win"],
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((number) => `latin${number}`),
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16].map((number) => `iso8859${number}`),
  ...[866, 874, 1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257, 1258].flatMap((page) => [
    `win${page}`,
    `windows${page}`,
  ]),
]);

/** `C`, `POSIX`, or a language with its country, encoding and variant: `en_US.utf8`, `ca_ES.UTF-8@valencia`. */
const LOCALE = /^(?:C|POSIX|[a-z]{2,3}(?:_[A-Z]{2})?)(?:\.[A-Za-z0-9-]+)?(?:@[A-Za-z0-9]+)?$/;

/** Those of `template1` in Trove's image: `CREATE DATABASE` copies `template1`, and refuses others. */
const IMAGE_ENCODINGS: readonly string[] = ["utf8", "unicode"];
const IMAGE_COLLATION = "en_US.utf8";

/**
 * What PostgreSQL's guest agent accepts (`trove/common/db/postgresql/models.py`) and what its SQL can represent: it puts
 * names between `"` and values between `'` and escapes neither (`trove/guestagent/datastore/postgres/query.py`). It only
 * logs a failure.
 */
export const POSTGRESQL_RULES: DatastoreRules = {
  databaseName(name) {
    if (RESERVED_DATABASES.includes(name)) return "is a name that PostgreSQL or Trove reserves";
    if (!isAddressable(name)) return `${ADDRESSABLE}: Trove cannot drop a database with others`;
    if (name.length < 2) return "must have at least 2 characters";
    return nameFault(name);
  },
  characterSet,
  doubtfulCharacterSet,
  /** The guest agent searches the database by its name between `'`, and connects to it, where `\` escapes (`grant_access`). */
  grant(name) {
    if (/['\\]/.test(name)) return "must not hold ' or \\: the guest agent cannot grant such a database";
    if (!isAddressable(name)) return `${ADDRESSABLE}: Trove cannot revoke a grant on others`;
    return RESERVED_DATABASES.includes(name) ? `must not be "${name}": Trove does not list grants on it` : undefined;
  },
  /** The guest agent searches the user name in the text of access lists, where PostgreSQL quotes others (`UserQuery.list`). */
  grantee: (name) =>
    /^[A-Za-z0-9_]+$/.test(name)
      ? undefined
      : `grants need a user name of A-Z, a-z, 0-9 and _: Trove cannot list or revoke the grants of "${name}"`,
  userName(name) {
    if (RESERVED_USERS.includes(name) || name.startsWith("pg_")) return "is one that PostgreSQL or Trove reserves";
    if (name.includes("'")) return "must not hold ': the guest agent could not find the user again";
    return nameFault(name);
  },
  userHost: (host) => (host === "%" ? undefined : "must be %: users of PostgreSQL have no host"),
  password(password) {
    if (password.includes("'")) return "must not hold '";
    return IMPOSSIBLE.test(password) ? "must not hold NUL or half of a surrogate pair" : undefined;
  },
  hasUserHosts: false,
  hasWildcardGrants: false,
};

function nameFault(name: string): string | undefined {
  if (Buffer.byteLength(name) > LONGEST_NAME_BYTES) return `must have at most ${LONGEST_NAME_BYTES} bytes in UTF-8`;
  if (name.includes('"') || IMPOSSIBLE.test(name)) return 'must not hold ", NUL or half of a surrogate pair';
  return isBlank(name.at(0)) || isBlank(name.at(-1)) ? "must not begin or end with a blank" : undefined;
}

/** Whether Python's `str.strip()` removes it: the guest agent lists names without it (`_get_databases`, `_get_users`). */
function isBlank(character = ""): boolean {
  return /\p{White_Space}/u.test(character) || (character >= "\u001c" && character <= "\u001f");
}

function characterSet({ characterSet, collate }: CharacterSetAndCollation): CharacterSetFault | undefined {
  if (characterSet !== undefined && (characterSet.includes("'") || !ENCODINGS.has(encodingOf(characterSet)))) {
    return {
      part: "characterSet",
      reason: `"${characterSet}" is not an encoding that a PostgreSQL server can have, such as utf8`,
    };
  }
  if (collate === undefined || LOCALE.test(collate)) return undefined;
  return { part: "collate", reason: `"${collate}" is not the name of a locale, such as ${IMAGE_COLLATION} or C` };
}

/** The server of Trove's image refuses encodings and collations that that of another image may accept. */
function doubtfulCharacterSet({ characterSet, collate }: CharacterSetAndCollation): CharacterSetFault | undefined {
  const next = "Leave it out, unless your cloud's image has another";
  if (characterSet !== undefined && !IMAGE_ENCODINGS.includes(encodingOf(characterSet))) {
    return {
      part: "characterSet",
      reason: `PostgreSQL makes databases only in the encoding of template1, in most clouds UTF8. ${next}`,
    };
  }
  if (collate === undefined || collate === IMAGE_COLLATION) return undefined;
  return {
    part: "collate",
    reason: `PostgreSQL makes databases only with the collation of template1, in most clouds ${IMAGE_COLLATION}. ${next}`,
  };
}

function encodingOf(characterSet: string): string {
  return characterSet.replace(/[^A-Za-z0-9]/g, "").toLowerCase();
}
