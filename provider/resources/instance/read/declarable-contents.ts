import { ApiError } from "../../../trove/errors/api-error.ts";
import { isGone } from "../../../trove/errors/is-gone.ts";
import { UnsupportedDatastoreError } from "../../../trove/errors/status-errors.ts";
import { isAddressable } from "../../../trove/request/paths.ts";
import type { Instance, User } from "../../../trove/types.ts";
import type { Context } from "../../context.ts";
import { brokenGuestRules } from "../../guest/rules/guest-rules.ts";
import { reservedNameFailures } from "../../guest/rules/reserved-names.ts";
import { rulesOf } from "../../guest/rules/rules-of.ts";
import { fetchDatabases, fetchUsers } from "../../guest/shared/fetch-contents.ts";
import type { DeclaredUser, InstanceInputs } from "../arguments.ts";
import { contentsArguments } from "../contents-arguments.ts";

type Contents = Pick<InstanceInputs, "databases" | "users">;

/** Statuses in which the guest agent is not asked: the database does not run, or it is not certain that it ever will. */
const NOT_ASKED: readonly string[] = ["BUILD", "ERROR", "SHUTDOWN"];

/**
 * The databases and users of an instance as a program can declare them: users without passwords and with their current
 * grants. A replica declares none. Warns of what cannot be listed or declared.
 *
 * @param before what an earlier read found, which stays if it cannot be listed now; `undefined` for the first read
 * @throws {NotFoundError} if the instance no longer exists
 */
export async function declarableContents(
  instance: Instance,
  before: Contents | undefined,
  context: Context,
): Promise<Contents> {
  const { id, status, replicaOf, datastore } = instance;
  const { trove, signal, log } = context;
  if (replicaOf !== undefined) return {};
  const databases = NOT_ASKED.includes(status)
    ? new Unread(`the instance is in ${status}.`, DECLARE)
    : await tryList(id, fetchDatabases(id, trove, { signal }));
  if (databases instanceof Unread) {
    warnOfUnread("databases and users", id, databases, before, context);
    return defined(before ?? {});
  }
  const users = await tryList(id, fetchUsers(id, trove, { signal }));
  const isUnread = users instanceof Unread;
  if (isUnread) warnOfUnread("users", id, users, before, context);
  const selection = new Selection(datastore.type, databases);
  const contents = selection.of(isUnread ? new Map() : users);
  const { leftOut } = selection;
  if (leftOut.length > 0) {
    log.warn(`A program cannot declare everything that instance ${id} has. Left out: ${leftOut.join(", ")}.`);
  }
  return isUnread ? defined({ ...contents, users: before?.users }) : contents;
}

function defined({ databases, users }: Contents): Contents {
  return { ...(databases && { databases }), ...(users && { users }) };
}

const DECLARE =
  "Declare those that the program is to manage. The provider takes over those that exist, users also without a password.";

/** Why something could not be listed, and what an import can do about it. */
class Unread {
  readonly reason: string;
  readonly next: string | undefined;

  constructor(reason: string, next: string | undefined) {
    this.reason = reason;
    this.next = next;
  }
}

function warnOfUnread(
  what: string,
  id: string,
  { reason, next }: Unread,
  before: Contents | undefined,
  { log }: Context,
): void {
  const subject = `The ${what} of instance ${id} could not be read, so they`;
  if (before !== undefined) log.warn(`${subject} stay as they were: ${reason}`);
  else log.warn([`${subject} are not among its inputs: ${reason}`, next].filter(Boolean).join(" "));
}

/** The result of a list, or why Trove refuses it; unless the instance no longer exists. */
async function tryList<Listed>(id: string, list: Promise<Listed>): Promise<Listed | Unread> {
  try {
    return await list;
  } catch (error) {
    if (!(error instanceof ApiError) || isGone(error, { instance: id })) throw error;
    // If Trove changes none of them either, the error says what to do.
    return new Unread(error.message, error instanceof UnsupportedDatastoreError ? undefined : DECLARE);
  }
}

/** Selects what a program can declare: names that Trove and the guest agent accept, and that Pulumi can store. */
class Selection {
  readonly #datastoreType: string;
  readonly #listed: ReadonlySet<string>;
  /** What a program cannot declare, each with its kind: `database a.b`. */
  readonly leftOut: string[] = [];

  constructor(datastoreType: string, listed: ReadonlySet<string>) {
    this.#datastoreType = datastoreType;
    this.#listed = listed;
  }

  /** Empty records are left out: they would declare nothing. */
  of(listedUsers: ReadonlyMap<string, User>): Contents {
    const databases = Object.fromEntries(
      [...this.#listed].filter((name) => this.#isKept(name)).map((name) => [name, {}]),
    );
    const users = Object.fromEntries(
      [...listedUsers].flatMap(([key, user]) => {
        const declared = this.#toDeclared(key, user, databases);
        return declared === undefined ? [] : [[key, declared]];
      }),
    );
    return {
      ...(Object.keys(databases).length === 0 ? {} : { databases }),
      ...(Object.keys(users).length === 0 ? {} : { users }),
    };
  }

  #isKept(name: string): boolean {
    const databases = { [name]: {} };
    const isDeclarable =
      name !== "__proto__" &&
      isAddressable(name) &&
      contentsArguments.databases.schema.safeParse(databases).success &&
      reservedNameFailures(this.#datastoreType, [name], []).length === 0 &&
      brokenGuestRules([this.#datastoreType], { databases }, undefined).length === 0;
    if (!isDeclarable) this.leftOut.push(`database ${name}`);
    return isDeclarable;
  }

  #toDeclared(key: string, user: User, databases: object): DeclaredUser | undefined {
    if (!this.#isDeclarable(key, {})) {
      this.leftOut.push(`user ${key}`);
      return undefined;
    }
    // Trove lists none of a user of PostgreSQL whose grants it cannot find.
    if (rulesOf(this.#datastoreType)?.grantee?.(user.name) !== undefined) return {};
    // Trove keeps the grants of a dropped database, which have no effect.
    const granted = [...new Set(user.databases)].filter((name) => this.#listed.has(name)).sort();
    const areDeclarable = granted.every((name) => Object.hasOwn(databases, name));
    if (areDeclarable && this.#isDeclarable(key, { databases: granted })) return { databases: granted };
    this.leftOut.push(`the grants of user ${key}`);
    return {};
  }

  #isDeclarable(key: string, user: DeclaredUser): boolean {
    const users = { [key]: user };
    return (
      contentsArguments.users.schema.safeParse(users).success &&
      reservedNameFailures(this.#datastoreType, [], [key]).length === 0 &&
      brokenGuestRules([this.#datastoreType], { users }, undefined).length === 0
    );
  }
}
