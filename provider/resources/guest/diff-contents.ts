import { isAddressable } from "../../trove/request/paths.ts";
import { type PropertyChange, propertyChange } from "../diff/property-change.ts";
import { declaredValue, type ManagedState } from "../managed-state.ts";

import { formatPath } from "../property-path.ts";
import { describeValues } from "../values/describe-values.ts";
import { same } from "../values/same.ts";
import type { DeclaredContents, DeclaredDatabases, DeclaredUser } from "./declared.ts";

import { hasPassword } from "./rules/new-users.ts";
import { isPostgreSql } from "./rules/postgresql-rules.ts";

/** What the state of a resource with databases and users records of them. */
export interface ContentsState extends Pick<ManagedState, "declared" | "pending" | "adoptionToken">, DeclaredContents {
  readonly datastoreType: string;
  readonly released?: ReleasedContents | undefined;
  readonly adoptId?: string | undefined;
  /** Whether this cloud's Trove neither lists nor changes databases and users of the datastore. */
  readonly contentsUnsupported?: boolean | undefined;
}

interface ReleasedContents {
  readonly databases?: DeclaredDatabases | undefined;
  readonly users?: Readonly<Record<string, Partial<DeclaredUser>>> | undefined;
}

export interface ContentsInputs extends DeclaredContents {
  readonly allow?: { readonly dropDatabases?: boolean | undefined } | undefined;
}

/** Compares the databases. They are created in place, dropped with consent only, and never changed. */
export function diffDatabases(state: ContentsState, inputs: ContentsInputs): PropertyChange[] {
  return withContentsSupport("databases", databaseChanges(state, inputs), state);
}

/** Compares the users. They are created, changed and dropped in place. */
export function diffUsers(state: ContentsState, inputs: ContentsInputs): PropertyChange[] {
  return withContentsSupport("users", userChanges(state, inputs), state);
}

/** Refuses each change that needs a request, if this cloud's Trove has none for it. */
function withContentsSupport(
  argument: "databases" | "users",
  changes: PropertyChange[],
  state: ContentsState,
): PropertyChange[] {
  if (state.contentsUnsupported !== true) return changes;
  const isUnapplied = isUnfinishedTakeover(state) && Object.keys(state[argument] ?? {}).length === 0;
  const [wayOut, note] = isUnapplied
    ? ["Delete the instance (`pulumi destroy --target`), so that it is created with them", ""]
    : ["Undo the change", " Once removed, the argument can only be declared again as it was."];
  const reason =
    `cannot be changed: ${unsupportedContents(state.datastoreType)}. ${wayOut}, or remove the argument ` +
    `${argument} from the program, which leaves the instance as it is, and make the change with SQL (if no other user may, ` +
    `as root, which Trove can enable).${note}`;
  return changes.map((change) =>
    change.kind === "stateOnly" ? change : propertyChange(change.path, "refuse", "none", reason),
  );
}

/**
 * Whether the instance is an orphan that was adopted and has not been completed: its state does not record what the
 * create request declared. An instance that was adopted by `adoptId` has a state only once it is complete.
 */
function isUnfinishedTakeover({ adoptionToken, adoptId, pending }: ContentsState): boolean {
  return adoptionToken !== undefined && adoptId === undefined && pending.length > 0;
}

/** The reason why no database or user of an instance can be verified or changed. */
export function unsupportedContents(datastore: string): string {
  return `this cloud's Trove creates the databases and users of a ${datastore} instance together with the instance only, and neither lists nor changes them later`;
}

function databaseChanges(state: ContentsState, inputs: ContentsInputs): PropertyChange[] {
  const before = declaredValue(state, "databases");
  const after = inputs.databases ?? {};
  const released = state.released?.databases;
  const isCreated = before === undefined ? "is created if it does not exist" : "is created";
  const changes = Object.entries(after).flatMap(([name, database]) => {
    const path = formatPath(["databases", name]);
    const declared = own(before, name);
    const known = declared ?? own(released, name);
    if (known === undefined) return [propertyChange(path, "update", "none", isCreated)];
    if (same(known, database))
      return declared === undefined ? [propertyChange(path, "stateOnly", "none", "is managed again")] : [];
    return [
      propertyChange(path, "refuse", "dataLoss", "the character set and the collation of a database cannot change."),
    ];
  });
  const dropped = Object.keys(before ?? {}).filter((name) => !Object.hasOwn(after, name));
  const drops = dropped.map((name) => diffDroppedDatabase(name, inputs));
  return [...changes, ...drops, ...nowManaged("databases", before, changes)];
}

const UNADDRESSABLE_DROP =
  "cannot be dropped: Trove accepts only ASCII without . and / in the path of a request. Declare it again, or drop it with SQL " +
  "and run `pulumi refresh`. To keep it unmanaged, remove the argument databases.";

/** The change, or the refusal, of a database that the program no longer declares. */
export function diffDroppedDatabase(name: string, inputs: ContentsInputs): PropertyChange {
  const path = formatPath(["databases", name]);
  if (!isAddressable(name)) return propertyChange(path, "refuse", "dataLoss", UNADDRESSABLE_DROP);
  if (inputs.allow?.dropDatabases === true) return propertyChange(path, "update", "dataLoss", "is dropped");
  return propertyChange(
    path,
    "refuse",
    "dataLoss",
    "would be dropped with all its data. Declare it again, or set allow: { dropDatabases: true }. " +
      "To keep it unmanaged, remove the argument databases.",
  );
}

function userChanges(state: ContentsState, inputs: ContentsInputs): PropertyChange[] {
  const before = declaredValue(state, "users");
  const after = inputs.users ?? {};
  const released = state.contentsUnsupported === true ? state.released?.users : undefined;
  const changes = Object.entries(after).flatMap(([key, user]) => {
    const known = { declared: own(before, key), released: own(released, key) };
    const whatIsNew = reasonOfNewUser(user, before !== undefined);
    return changesOfUser(key, known, user, (revoked) => lossOfConnect(revoked, state, inputs), whatIsNew);
  });
  const drops = Object.keys(before ?? {})
    .filter((key) => !Object.hasOwn(after, key))
    .map((key) => {
      const note = lossOfConnect(own(before, key)?.databases, state, inputs);
      return { ...propertyChange(formatPath(["users", key]), "update", "none", "is dropped"), note };
    });
  return [...changes, ...drops, ...nowManaged("users", before, changes)];
}

/** @param areUsersManaged whether the program has declared users before */
function reasonOfNewUser(user: DeclaredUser, areUsersManaged: boolean): string {
  if (!hasPassword(user)) return `is managed from now on${user.databases ? ", with the declared grants" : ""}`;
  return areUsersManaged ? "is created" : "is created, or set as declared if it exists";
}

/** Records that the argument is declared for the first time, if nothing else does. */
function nowManaged(
  argument: "databases" | "users",
  before: object | undefined,
  changes: readonly PropertyChange[],
): PropertyChange[] {
  const isNew = before === undefined && changes.length === 0;
  return isNew ? [propertyChange(argument, "stateOnly", "none", "is now managed")] : [];
}

/** The previously declared values of a user; `released` only if Trove can neither list nor change users. */
interface KnownUser {
  readonly declared: DeclaredUser | undefined;
  readonly released: Partial<DeclaredUser> | undefined;
}

type LossOfConnect = (revoked: readonly string[] | undefined) => string | undefined;

function changesOfUser(
  key: string,
  { declared, released }: KnownUser,
  after: DeclaredUser,
  lossOfConnect: LossOfConnect,
  whatIsNew: string,
): PropertyChange[] {
  const path = (part?: string) => formatPath(part === undefined ? ["users", key] : ["users", key, part]);
  if (same(declared, after)) return [];
  if (declared === undefined && released === undefined) return [propertyChange(path(), "update", "none", whatIsNew)];
  const password = declared?.password ?? (after.password === undefined ? undefined : released?.password);
  const grants = declared?.databases ?? (after.databases === undefined ? undefined : released?.databases);
  const changes = password === after.password ? [] : [passwordChange(path("password"), after)];
  if (!same(grants, after.databases)) {
    return [...changes, grantChange(path("databases"), grants, after.databases, lossOfConnect)];
  }
  return changes.length > 0 ? changes : [propertyChange(path(), "stateOnly", "none", "is managed again")];
}

function passwordChange(path: string, after: DeclaredUser): PropertyChange {
  if (hasPassword(after)) return propertyChange(path, "update", "none", "new password");
  return propertyChange(path, "stateOnly", "none", "is removed: the user keeps it, and it is no longer managed");
}

export function grantChange(
  path: string,
  before: readonly string[] | undefined,
  after: readonly string[] | undefined,
  lossOfConnect: LossOfConnect,
): PropertyChange {
  if (after === undefined)
    return propertyChange(
      path,
      "stateOnly",
      "none",
      "is removed: the user keeps the grants, which are no longer managed",
    );
  const revoked = (before ?? []).filter((name) => !after.includes(name));
  const unaddressable = revoked.filter((name) => !isAddressable(name));
  if (unaddressable.length > 0) {
    const reason =
      `cannot be revoked on ${unaddressable.join(", ")}: Trove accepts only ASCII without . and / in the path of a request. Grant it ` +
      "again, or revoke it with SQL and run `pulumi refresh`. To keep the grants unmanaged, remove databases from the user.";
    return propertyChange(path, "refuse", "none", reason);
  }
  return {
    ...propertyChange(path, "update", "none", "is granted and revoked"),
    ...describeValues(before, after),
    note: lossOfConnect(revoked),
  };
}

function lossOfConnect(
  revoked: readonly string[] | undefined,
  state: ContentsState,
  inputs: ContentsInputs,
): string | undefined {
  const isDropped = (name: string) =>
    own(state.databases, name) !== undefined &&
    inputs.databases !== undefined &&
    own(inputs.databases, name) === undefined;
  return noteOfRevokes(
    state.datastoreType,
    revoked?.filter((name) => !isDropped(name)),
  );
}

/**
 * Whenever PostgreSQL's guest agent revokes a grant, also to drop a user, it revokes PUBLIC's CONNECT on that database
 * (`revoke_access` in `trove/guestagent/datastore/postgres/service.py`).
 *
 * @param revoked the databases of the grants; `undefined` if the program does not manage them.
 */
export function noteOfRevokes(datastoreType: string, revoked: readonly string[] | undefined): string | undefined {
  if (!isPostgreSql(datastoreType) || revoked?.length === 0) return undefined;
  const where = revoked === undefined ? "each database that it is granted" : revoked.join(", ");
  return `PUBLIC loses CONNECT on ${where}, so that users without a grant of their own can no longer connect there`;
}

/** Does not find what a key such as `constructor` inherits. */
function own<Value>(record: Readonly<Record<string, Value>> | undefined, key: string): Value | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}
