import { COLLATIONS } from "./character-sets.ts";
import type { BrokenPart, CharacterSetAndCollation, GuestRules } from "./guest-rules.ts";
import { hostKind } from "./user-hosts.ts";

/** The databases that Trove neither lists nor makes: its default of `ignore_dbs` for MySQL (`trove/common/cfg.py`). */
export const RESERVED_DATABASES: readonly string[] = ["mysql", "information_schema", "performance_schema", "sys"];

const LONGEST_USER_NAME = 16;

/** Python's `repr` escapes what cannot be printed, and Trove takes no name or password that it escapes. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;
const DATABASE_NAME = /^[A-Za-z0-9_-]+[ ?#@]*[A-Za-z0-9_-]+$/;
const NOT_PLAIN = /^\s|\s$|['";`,/\\]/;

/**
 * What SQLAlchemy's `text()` takes for a bind parameter: 1.4 by the first pattern, 2.1 by the second
 * (`sqlalchemy/sql/compiler.py`, `BIND_PARAMS`). No API tells which one the guest agent has. Python's `\w` is every
 * letter, number and underscore of Unicode.
 */
const BIND_PARAMETERS = [
  /(?<![:\p{L}\p{N}_$\\]):[\p{L}\p{N}_$]+(?![:\p{L}\p{N}_$])/u,
  /(?<![:\p{L}\p{N}_\\]):[\p{L}\p{N}_]+(?![:\p{L}\p{N}_])/u,
];

/**
 * The collation that Trove knows and has under no character set (`trove/common/db/mysql/data.py`). Before 23 the API adds
 * the character set, and the guest agent refuses the two together; since then it takes the collation by itself.
 */
const ONLY_SINCE_23 = "utf8mb4_0900_ai_ci";

/**
 * The names, passwords and character sets that MySQL's and MariaDB's guest agents take
 * (`trove/common/db/mysql/models.py`). Trove 18 asks that of every datastore, in what it creates; a later one, and every
 * one when a password changes, leaves it to the guest agent, which only logs a failure: the instance ends in ERROR, the
 * user never comes, or the old password stays.
 */
export const MYSQL_RULES: GuestRules = {
  databaseName,
  characterSet,
  /** A grant on a database that is not listed never counts as made. */
  grant: (name) =>
    RESERVED_DATABASES.includes(name.toLowerCase())
      ? `must not be "${name}", which Trove does not list`
      : databaseName(name),
  userName(name) {
    if ([...name].length > LONGEST_USER_NAME) return `must have at most ${LONGEST_USER_NAME} characters`;
    return textFault(name);
  },
  userHost(host) {
    if (hostKind(host) !== "no address") return undefined;
    return "must be an address of four numbers up to 255, or a pattern such as 10.0.0.%";
  },
  password: textFault,
};

function databaseName(name: string): string | undefined {
  if (DATABASE_NAME.test(name)) return undefined;
  return "must be of A-Z, a-z, 0-9, _ and -, two or more; between two of them there may be blanks, ?, # and @";
}

/** The guest agent writes the text between quotes into its SQL (`trove/guestagent/common/sql_query.py`). */
function textFault(value: string): string | undefined {
  if (NOT_PLAIN.test(value) || UNPRINTABLE.test(value)) {
    return "must not hold ' \" ; ` , / \\ or what cannot be printed, nor begin or end with a blank";
  }
  if (!BIND_PARAMETERS.some((pattern) => pattern.test(`'${value}'`))) return undefined;
  return (
    "must not hold a colon before a letter, digit, _ or $, unless a letter, digit, _ or colon comes before it: the guest " +
    "agent takes it for a parameter of its SQL. A-Z a-z 0-9 and ! # $ % & ( ) * + - . < = > ? @ [ ] ^ _ { | } ~ are safe"
  );
}

function characterSet({ characterSet, collate }: CharacterSetAndCollation): BrokenPart | undefined {
  if (characterSet === undefined && collate === ONLY_SINCE_23) return undefined;
  const collations = characterSet === undefined ? [...COLLATIONS.values()].flat() : COLLATIONS.get(characterSet);
  if (collations === undefined) {
    return {
      part: "characterSet",
      reason: `"${characterSet}" is not a character set that Trove takes, such as utf8mb4`,
    };
  }
  if (collate === undefined || collations.includes(collate)) return undefined;
  if (characterSet !== undefined) {
    return { part: "collate", reason: `"${collate}" is not a collation of ${characterSet}: ${collations.join(", ")}` };
  }
  return { part: "collate", reason: `"${collate}" is not a collation that Trove takes, such as utf8mb4_unicode_ci` };
}

/** What MariaDB does not take of what Trove does: tried with MariaDB 10.11, one character set. */
export function doubtfulInMariaDb(declared: CharacterSetAndCollation): BrokenPart | undefined {
  for (const part of ["characterSet", "collate"] as const) {
    if (/^gb18030(?:_|$)/.test(declared[part] ?? "")) return { part, reason: "MariaDB has no character set gb18030" };
  }
  return doubtfulInMySql(declared);
}

/** What the guest agent of a cloud before 23 does not take. */
export function doubtfulInMySql({ characterSet, collate }: CharacterSetAndCollation): BrokenPart | undefined {
  if (characterSet !== undefined || collate !== ONLY_SINCE_23) return undefined;
  const reason = `Trove before 23 does not take "${collate}". There, use one of utf8mb4 such as utf8mb4_unicode_ci`;
  return { part: "collate", reason };
}
