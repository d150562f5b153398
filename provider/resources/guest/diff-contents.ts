import { isAddressable } from "../../trove/request/paths.ts";
import { propertyChange } from "../diff/property-change.ts";
import type { DeclaredUser, InstanceInputs } from "../instance/arguments.ts";
import type { InstanceState } from "../instance/state.ts";
import { formatPath } from "../property-path.ts";
import type { PropertyChange } from "../resource.ts";
import { describeValues } from "../values/describe-values.ts";
import { same } from "../values/same.ts";
import { isPostgreSql } from "./rules/postgresql-rules.ts";

/** Databases come in place; they go by consent alone, and never change. */
export function databaseRows(state: InstanceState, inputs: InstanceInputs): PropertyChange[] {
  return changeable("databases", changesOfDatabases(state, inputs), state);
}

/** Users come, change and go in place. */
export function userRows(state: InstanceState, inputs: InstanceInputs): PropertyChange[] {
  return changeable("users", changesOfUsers(state, inputs), state);
}

/** Refuses what is to be asked of the guest where this cloud's Trove does not offer that; what is only noted stays. */
function changeable(argument: "databases" | "users", rows: PropertyChange[], state: InstanceState): PropertyChange[] {
  if (state.contentsUnsupported !== true) return rows;
  const isUnapplied = isUnfinishedTakeover(state) && Object.keys(state[argument] ?? {}).length === 0;
  const [wayOut, note] = isUnapplied
    ? ["Delete the instance (`pulumi destroy --target`) to have it created with them", ""]
    : ["Take the change back", " Once removed, the argument can only be declared as it was."];
  const reason =
    `cannot be changed: ${unsupportedContents(state.datastoreType)}. ${wayOut}, or remove the argument ` +
    `${argument} from the program, which leaves what is there as it is; then make the change with SQL, as root where no ` +
    `other user may: Trove can enable root.${note}`;
  return rows.map((given) =>
    given.kind === "stateOnly" ? given : propertyChange(given.path, "refuse", "none", reason),
  );
}

/**
 * Whether the instance is an orphan that was taken over and has not been completed: the program cannot go back to what the
 * create request declared, which is unknown. An instance that was adopted by its id is in the state only once complete.
 */
function isUnfinishedTakeover({ adoptionToken, adoptId, pending }: InstanceState): boolean {
  return adoptionToken !== undefined && adoptId === undefined && pending.length > 0;
}

/** The reason why no database or user of an instance can be verified or changed. */
export function unsupportedContents(datastore: string): string {
  return `this cloud's Trove makes the databases and users of a ${datastore} instance at its creation alone, and neither lists nor changes them later`;
}

function changesOfDatabases(state: InstanceState, inputs: InstanceInputs): PropertyChange[] {
  const was = state.declared.includes("databases") ? (state.databases ?? {}) : undefined;
  const is = inputs.databases ?? {};
  const released = state.released?.databases;
  const isCreated = was === undefined ? "is created if it does not exist" : "is created";
  const rows = Object.entries(is).flatMap(([name, database]) => {
    const path = formatPath(["databases", name]);
    const declared = own(was, name);
    const old = declared ?? own(released, name);
    if (old === undefined) return [propertyChange(path, "update", "none", isCreated)];
    if (same(old, database))
      return declared === undefined ? [propertyChange(path, "stateOnly", "none", "is managed again")] : [];
    return [
      propertyChange(path, "refuse", "dataLoss", "the character set and the collation of a database cannot change."),
    ];
  });
  const dropped = Object.keys(was ?? {}).filter((name) => !Object.hasOwn(is, name));
  const drops = dropped.map((name) => dropRow(name, inputs));
  const noted =
    was === undefined && rows.length === 0 ? [propertyChange("databases", "stateOnly", "none", "is now managed")] : [];
  return [...rows, ...drops, ...noted];
}

const UNADDRESSABLE_DROP =
  "cannot be dropped: Trove's paths cannot hold a name with . or /. Declare it again, or drop it with SQL and run `pulumi " +
  "refresh`; to keep it unmanaged, remove the argument databases.";

export function dropRow(name: string, inputs: InstanceInputs): PropertyChange {
  const path = formatPath(["databases", name]);
  if (!isAddressable(name)) return propertyChange(path, "refuse", "dataLoss", UNADDRESSABLE_DROP);
  if (inputs.allow?.dropDatabases === true) return propertyChange(path, "update", "dataLoss", "is dropped");
  return propertyChange(
    path,
    "refuse",
    "dataLoss",
    "would be dropped with all its data. Declare it again, or set allow: { dropDatabases: true }; " +
      "to keep it unmanaged, remove the argument databases.",
  );
}

function changesOfUsers(state: InstanceState, inputs: InstanceInputs): PropertyChange[] {
  const was = state.declared.includes("users") ? (state.users ?? {}) : undefined;
  const is = inputs.users ?? {};
  const released = state.contentsUnsupported === true ? state.released?.users : undefined;
  const isCreated = was === undefined ? "is created, or set as declared if it exists" : "is created";
  const rows = Object.entries(is).flatMap(([key, user]) => {
    const before = { declared: own(was, key), released: own(released, key) };
    return changesOfUser(key, before, user, (revoked) => lossOfConnect(revoked, state, inputs), isCreated);
  });
  const drops = Object.keys(was ?? {})
    .filter((key) => !Object.hasOwn(is, key))
    .map((key) => {
      const note = lossOfConnect(own(was, key)?.databases, state, inputs);
      return { ...propertyChange(formatPath(["users", key]), "update", "none", "is dropped"), note };
    });
  const noted =
    was === undefined && rows.length === 0 ? [propertyChange("users", "stateOnly", "none", "is now managed")] : [];
  return [...rows, ...drops, ...noted];
}

/** The previously declared values of a user; `released` only where Trove can neither list nor change users. */
interface UserBefore {
  readonly declared: DeclaredUser | undefined;
  readonly released: Partial<DeclaredUser> | undefined;
}

type LossOfConnect = (revoked: readonly string[] | undefined) => string | undefined;

function changesOfUser(
  key: string,
  before: UserBefore,
  is: DeclaredUser,
  lossOfConnect: LossOfConnect,
  isCreated: string,
): PropertyChange[] {
  const { declared, released } = before;
  const path = (part?: string) => formatPath(part === undefined ? ["users", key] : ["users", key, part]);
  if (same(declared, is)) return [];
  const password = declared?.password ?? released?.password;
  const databases = declared?.databases ?? (is.databases === undefined ? undefined : released?.databases);
  if (password === undefined) return [propertyChange(path(), "update", "none", isCreated)];
  const rows = password === is.password ? [] : [propertyChange(path("password"), "update", "none", "new password")];
  if (!same(databases, is.databases)) return [...rows, grantRow(path("databases"), databases, is, lossOfConnect)];
  return rows.length > 0 ? rows : [propertyChange(path(), "stateOnly", "none", "is managed again")];
}

function grantRow(
  path: string,
  before: readonly string[] | undefined,
  is: DeclaredUser,
  lossOfConnect: LossOfConnect,
): PropertyChange {
  const wanted = is.databases;
  const was = before ?? [];
  if (wanted === undefined)
    return propertyChange(path, "stateOnly", "none", "is removed: the grants stay as they are, unmanaged");
  const revoked = was.filter((name) => !wanted.includes(name));
  const unaddressable = revoked.filter((name) => !isAddressable(name));
  if (unaddressable.length > 0) {
    const reason =
      `cannot be revoked on ${unaddressable.join(", ")}: Trove's paths cannot hold a name with . or /. Grant it again, or ` +
      "revoke it with SQL and run `pulumi refresh`; to keep the grants unmanaged, remove databases from the user.";
    return propertyChange(path, "refuse", "none", reason);
  }
  return {
    ...propertyChange(path, "update", "none", "is granted and revoked"),
    ...describeValues(before, wanted),
    note: lossOfConnect(revoked),
  };
}

/**
 * Whenever PostgreSQL's guest agent revokes a grant, also to drop a user, it revokes PUBLIC's CONNECT on that database
 * (`revoke_access` in `trove/guestagent/datastore/postgres/service.py`).
 *
 * @param revoked the databases of the grants; `undefined` where these are not managed.
 */
function lossOfConnect(
  revoked: readonly string[] | undefined,
  state: InstanceState,
  inputs: InstanceInputs,
): string | undefined {
  if (!isPostgreSql(state.datastoreType)) return undefined;
  const isDropped = (name: string) =>
    own(state.databases, name) !== undefined &&
    inputs.databases !== undefined &&
    own(inputs.databases, name) === undefined;
  const names = revoked?.filter((name) => !isDropped(name));
  if (names?.length === 0) return undefined;
  const where = names === undefined ? "each database that it is granted" : names.join(", ");
  return `PUBLIC loses CONNECT on ${where}, so that users without a grant of their own can no longer connect there`;
}

/** A name such as `constructor` is a key like any other. */
function own<Value>(record: Readonly<Record<string, Value>> | undefined, key: string): Value | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}
