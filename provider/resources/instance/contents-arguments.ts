import { z } from "zod";
import type { Arguments } from "../arguments.ts";
import { diffDatabases, diffUsers } from "../guest/diff-contents.ts";
import { splitUserKey } from "../guest/user-keys.ts";
import { byName, fields, listOf, text, userHost } from "../rules.ts";
import { documented, named } from "../schema/documented.ts";

const databaseName = text.max(64, "must have at most 64 characters");

/**
 * The key of a user, `name@host`. Its name may contain an `@`, its host cannot. Trove lists every user with its host, so a
 * user without one would never be found. The SDK for TypeScript adds the default host.
 */
const userKey = z.string().superRefine((key, context) => {
  if (!key.includes("@")) {
    context.addIssue({ code: "custom", message: `names no host; use ${JSON.stringify(`${key}@%`)} for any host` });
    return;
  }
  const { name, host } = splitUserKey(key);
  for (const issue of text.safeParse(name).error?.issues ?? []) {
    context.addIssue({ code: "custom", message: `the user's name ${issue.message}` });
  }
  for (const issue of userHost.safeParse(host).error?.issues ?? []) {
    context.addIssue({ code: "custom", message: `the user's host ${issue.message}` });
  }
});

/** The arguments for what is inside an instance: `trove/extensions/mysql/service.py`. */
export const contentsArguments = {
  databases: {
    schema: byName(
      databaseName,
      named(
        "Database",
        fields({
          characterSet: documented(text.optional(), {
            doc:
              "The character set. With MySQL and MariaDB, one that Trove knows, such as `utf8mb4`. With PostgreSQL, " +
              "an encoding of the server: every release of Trove accepts `utf8`, in this spelling. Another encoding " +
              "needs a cloud whose image has it; a preview warns about it.",
            changeDoc:
              "A change is refused. So is declaring it for an existing database without it, such as an imported one: " +
              "Trove does not report it.",
            default: "the datastore's",
          }),
          collate: documented(text.optional(), {
            doc:
              "The collation. With MySQL and MariaDB, one of the character set, such as `utf8mb4_unicode_ci`. With " +
              "PostgreSQL, the locale of the cloud's image, usually `en_US.utf8`; Trove before 23 accepts none " +
              "there.",
            changeDoc: "A change is refused, as for `characterSet`.",
            default: "the character set's",
          }),
        }),
      ),
    ),
    keyedBy: {
      name: documented(databaseName, {
        doc:
          "The name. At most 64 characters. Trove reserves `mysql`, `information_schema`, `performance_schema` and " +
          "`sys`, and Pulumi cannot store `__proto__`. With MySQL and MariaDB: at least two of the characters `A-Z " +
          "a-z 0-9 _ -`, with blanks, `?`, `#` and `@` allowed between them. With PostgreSQL: at least 2 characters " +
          'and at most 63 bytes, no `"`, `.` or `/`, no blank at either end, and not `postgres`, `template0`, ' +
          "`template1` or `os_admin`; on clouds before Trove 23 the rules of MySQL apply too.",
        changeDoc: "Another name is another database: the old one is dropped, with `allow.dropDatabases`.",
      }),
    },
    doc:
      "The databases, each name once, in any order. Not with `replicaOf`: a replica has its source's. Databases of " +
      "the instance that were never declared are not touched.",
    changeDoc:
      "Created in place. Dropped in place with `allow.dropDatabases`, otherwise refused. With PostgreSQL before " +
      "Trove 23.1: refused.",
    onChange: diffDatabases,
    onRemoval: "unmanage",
    output: { doc: "The declared databases, by name: `{ app: {} }`." },
  },
  users: {
    schema: byName(
      userKey,
      named(
        "User",
        fields({
          password: documented(text.optional(), {
            doc:
              "The password. Required to create the user: only a user that exists on the instance can be declared " +
              "without one, such as one of an imported, adopted or restored instance. Encrypted in state, whether or not the program gives it as a secret. At most 255 " +
              "characters, with at least one ASCII letter or digit. MySQL and MariaDB accept no `'`, `\"`, `;`, `` " +
              "` ``, `,`, `/` or `\\`, no unprintable character, no blank at either end, and no colon before a " +
              "letter, a digit, `_` or `$`, unless a letter, a digit, `_` or a colon comes before that colon (`a:b` " +
              "is accepted, `-:b` and `$:b` are not). PostgreSQL accepts no `'`.",
            changeDoc: "Set in place. Removed: the user keeps its password.",
            default: "not managed: the password is neither set nor stored in state",
            secret: true,
          }),
          databases: documented(listOf(databaseName).optional(), {
            doc:
              "The names of the databases that the user is granted. Each must be one of `databases`. If the program " +
              "leaves `databases` out for an existing instance, any name is accepted. `[]` grants none. Left out, " +
              "grants are not managed. With PostgreSQL only a user whose name consists of `A-Z a-z 0-9 _` can have " +
              "grants, since Trove neither lists nor revokes those of other users. For a new instance that is a " +
              "warning, since Trove before 23.1 makes such grants and lists none.",
            changeDoc:
              "Granted and revoked in place. When Trove revokes a grant on a PostgreSQL database, or drops a user " +
              "who has one, it also revokes the right of PUBLIC to connect: grant the database to each user that " +
              "connects to it.",
          }),
        }),
      ),
    ),
    keyedBy: {
      name: documented(text, {
        doc:
          "The name. Trove reserves `root` and `os_admin`. With MySQL and MariaDB: at most 16 characters, under the " +
          "same rules as a password. With PostgreSQL: at most 63 bytes, no `\"` or `'`, no blank at either end, and " +
          "not `postgres`, `replicator`, `public`, `none` or `pg_…`; on clouds before Trove 23 the rules of MySQL " +
          "apply too.",
        changeDoc: "Another name is another user: the old one is dropped.",
      }),
      host: documented(userHost.default("%"), {
        doc:
          "The host from which the user may connect: an address, or a pattern of four numbers such as `10.0.0.%`. " +
          "Only older clouds accept a shorter pattern such as `10.%`, and a host name, without `-`, needs an " +
          "operator who allows it: a preview warns about both. With PostgreSQL only `%`.",
        changeDoc: "Another host is another user: the old one is dropped.",
        default: "`%`, any host",
      }),
    },
    doc:
      "The users, in any order. The pair of `name` and `host` identifies a user, and can be declared once. Not with " +
      "`replicaOf`: a replica has its source's. Users that were never declared are not touched.",
    changeDoc: "Created, changed and dropped in place. With PostgreSQL before Trove 23.1: refused.",
    onChange: diffUsers,
    onRemoval: "unmanage",
    output: {
      doc:
        'The declared users, by `name@host`: `{ "app@%": { password, databases: ["app"] } }`. Each password is ' +
        "a secret.",
    },
  },
} as const satisfies Arguments;
