import { COLLATIONS } from "./character-sets.ts";
import type { CharacterSetAndCollation, CharacterSetFault, DatastoreRules } from "./datastore-rules.ts";
import { hostKind } from "./user-hosts.ts";

/** The databases that Trove neither lists nor creates: the default of `ignore_dbs` for MySQL (`trove/common/cfg.py`). */
export const RESERVED_DATABASES: readonly string[] = ["mysql", "information_schema", "performance_schema", "sys"];

const LONGEST_USER_NAME = 16;

/** MySQL and MariaDB keep names of users in `utf8mb3`. Trove cannot look up others, and the server writes `?` for them. */
const BEYOND_UTF8MB3 = /[\u{10000}-\u{10FFFF}]/u;

/** Trove refuses names and passwords that contain a character that Python's `repr` escapes. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;
const DATABASE_NAME = /^[A-Za-z0-9_-]+[ ?#@]*[A-Za-z0-9_-]+$/;
const NOT_PLAIN = /^\s|\s$|['";`,/\\]/;

/**
 * What SQLAlchemy's `text()` reads as a bind parameter: the first pattern is that of 1.4, the second that of 2.1
 * (`sqlalchemy/sql/compiler.py`, `BIND_PARAMS`). No API reports the version of the guest agent. Python's `\w` matches
 * every letter, number and underscore of Unicode.
 */
const BIND_PARAMETERS = [
  /(?<![:\p{L}\p{N}_$\\]):[\p{L}\p{N}_$]+(?![:\p{L}\p{N}_$])/u,
  /(?<![:\p{L}\p{N}_\\]):[\p{L}\p{N}_]+(?![:\p{L}\p{N}_])/u,
];

/**
 * The one collation that Trove lists under no character set (`trove/common/db/mysql/data.py`). Before 23 the API adds the
 * character set, and the guest agent refuses the two together. Since 23 the agent accepts the collation alone.
 */
const ONLY_SINCE_23 = "utf8mb4_0900_ai_ci";

/**
 * What the guest agents of MySQL and MariaDB accept (`trove/common/db/mysql/models.py`). The API of Trove 18 applies the
 * same rules to whatever it creates. Later releases leave them to the guest agent, as every release does when a password
 * changes. The agent only logs a failure: the instance goes to ERROR, the user is never created, or the old password
 * stays.
 */
export const MYSQL_RULES: DatastoreRules = {
  databaseName,
  characterSet,
  doubtfulCharacterSet: doubtfulInMySql,
  /** Trove does not list a grant on a database that it does not list. */
  grant: (name) =>
    RESERVED_DATABASES.includes(name.toLowerCase())
      ? `must not be "${name}", which Trove does not list`
      : databaseName(name),
  userName(name) {
    if ([...name].length > LONGEST_USER_NAME) return `must have at most ${LONGEST_USER_NAME} characters`;
    if (BEYOND_UTF8MB3.test(name)) return "must not hold a character beyond U+FFFF, such as an emoji";
    return textFault(name);
  },
  userHost(host) {
    if (hostKind(host) !== "no address") return undefined;
    return "must be an address of four numbers up to 255, or a pattern such as 10.0.0.%";
  },
  password: textFault,
  hasUserHosts: true,
  hasWildcardGrants: true,
};

export const MARIADB_RULES: DatastoreRules = { ...MYSQL_RULES, doubtfulCharacterSet: doubtfulInMariaDb };

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

function characterSet({ characterSet, collate }: CharacterSetAndCollation): CharacterSetFault | undefined {
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

/** Trove accepts gb18030 for MariaDB too, and MariaDB does not have it (tried with MariaDB 10.11). */
function doubtfulInMariaDb(
  declared: CharacterSetAndCollation,
  version: string | undefined,
): CharacterSetFault | undefined {
  for (const part of ["characterSet", "collate"] as const) {
    if (/^gb18030(?:_|$)/.test(declared[part] ?? "")) return { part, reason: "MariaDB has no character set gb18030" };
  }
  return doubtfulInMySql(declared) ?? unlistable(declared, version);
}

/**
 * Trove lists no database of an instance where one has a collation that it does not know (`list_databases` in
 * `trove/guestagent/datastore/mysql_common/service.py`). It creates databases in `utf8` by default. MariaDB reports that
 * as `utf8mb3` since 10.6.1, of which Trove before 20 knows nothing, and later releases `utf8mb3_general_ci` alone.
 */
function unlistable(
  { characterSet, collate }: CharacterSetAndCollation,
  version: string | undefined,
): CharacterSetFault | undefined {
  const isDefault = characterSet === undefined && collate === undefined;
  const isUtf8 = characterSet === "utf8" || collate?.startsWith("utf8_") === true;
  if (!(isDefault || isUtf8) || !namesUtf8mb3(version, isDefault)) return undefined;
  const part = collate === undefined ? "characterSet" : "collate";
  if (collate !== undefined && collate !== "utf8_general_ci") {
    const name = collate.replace("utf8", "utf8mb3");
    const reason = `MariaDB since 10.6 reports ${name}, and Trove then lists no databases. Use a collation of utf8mb4`;
    return { part, reason };
  }
  const what = isDefault ? "the default, utf8," : "utf8";
  const reason = `MariaDB since 10.6 reports ${what} as utf8mb3, and Trove before 20 then lists no databases. Use utf8mb4`;
  return { part, reason };
}

/** If the name of the version does not tell, a program that declares no character set is not warned. */
function namesUtf8mb3(version: string | undefined, isDefault: boolean): boolean {
  const [, major, minor = "0"] = /^(\d+)(?:\.(\d+))?/.exec(version ?? "") ?? [];
  if (major === undefined) return !isDefault;
  return Number(major) > 10 || (Number(major) === 10 && Number(minor) >= 6);
}

/** The guest agents of clouds before 23 refuse one collation, and those before 20 one character set. */
function doubtfulInMySql({ characterSet, collate }: CharacterSetAndCollation): CharacterSetFault | undefined {
  if (characterSet === "utf8mb3" || collate === "utf8mb3_general_ci") {
    const part = characterSet === undefined ? "collate" : "characterSet";
    return { part, reason: "Trove before 20 does not take utf8mb3. There, use utf8mb4" };
  }
  if (characterSet !== undefined || collate !== ONLY_SINCE_23) return undefined;
  const reason = `Trove before 23 does not take "${collate}". There, use one of utf8mb4 such as utf8mb4_unicode_ci`;
  return { part: "collate", reason };
}
