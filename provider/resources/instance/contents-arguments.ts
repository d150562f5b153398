import { z } from "zod";
import type { Arguments } from "../arguments.ts";
import { diffDatabases, diffUsers } from "../guest/diff-contents.ts";
import {
  CHARACTER_SET_DOC,
  COLLATE_DOC,
  DATABASE_NAME_DOC,
  LOSS_OF_CONNECT_DOC,
  PASSWORD_DOC,
  POSTGRESQL_GRANTS_DOC,
  USER_HOST_DOC,
  USER_NAME_DOC,
  WILDCARD_GRANTS_DOC,
} from "../guest/rules/documentation.ts";
import { splitUserKey } from "../guest/user-keys.ts";
import { byName, databaseName, fields, listOf, text, userHost } from "../rules.ts";
import { documented, named } from "../schema/documented.ts";

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
            doc: CHARACTER_SET_DOC,
            changeDoc:
              "A change is refused. So is declaring it for an existing database without it, such as an imported one: " +
              "Trove does not report it.",
            default: "the datastore's",
          }),
          collate: documented(text.optional(), {
            doc: COLLATE_DOC,
            changeDoc: "A change is refused, as for `characterSet`.",
            default: "the character set's",
          }),
        }),
      ),
    ),
    keyedBy: {
      name: documented(databaseName, {
        doc: `The name. ${DATABASE_NAME_DOC}`,
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
              "without one, such as one of an imported, adopted or restored instance. Encrypted in state, whether or not the " +
              `program gives it as a secret. ${PASSWORD_DOC}`,
            changeDoc: "Set in place. Removed: the user keeps its password.",
            default: "not managed: the password is neither set nor stored in state",
            secret: true,
          }),
          databases: documented(listOf(databaseName).optional(), {
            doc:
              "The names of the databases that the user is granted. Each must be one of `databases`. If the program " +
              "leaves `databases` out for an existing instance, any name is accepted. `[]` grants none. Left out, " +
              `grants are not managed. ${WILDCARD_GRANTS_DOC} A preview warns if that is another declared database. ${POSTGRESQL_GRANTS_DOC} For a new instance that is a warning, since Trove before 23.1 ` +
              "makes such grants and lists none.",
            changeDoc: `Granted and revoked in place. ${LOSS_OF_CONNECT_DOC}`,
          }),
        }),
      ),
    ),
    keyedBy: {
      name: documented(text, {
        doc: `The name. ${USER_NAME_DOC}`,
        changeDoc: "Another name is another user: the old one is dropped.",
      }),
      host: documented(userHost.default("%"), {
        doc: USER_HOST_DOC,
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
