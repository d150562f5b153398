import type { InstanceInputs } from "../../instance/arguments.ts";
import { formatPath } from "../../property-path.ts";
import type { Failure } from "../../resource.ts";
import { same } from "../../values/same.ts";
import { holdsUnknown, known } from "../../values/unknown-value.ts";
import { splitUserKey } from "../user-keys.ts";
import { type DeclaredContents, splitUserKey } from "../declared.ts";
import { MYSQL_RULES } from "./mysql-rules.ts";
import { POSTGRESQL_RULES } from "./postgresql-rules.ts";

/** What the guest agent of a datastore takes. Each rule gives the reason why it does not take a value. */
export interface GuestRules {
  readonly databaseName?: (name: string) => string | undefined;
  readonly characterSet?: (declared: CharacterSetAndCollation) => BrokenPart | undefined;
  /** The name of a database that a user is granted. */
  readonly grant?: (name: string) => string | undefined;
  /** The name of a user that is granted a database. */
  readonly grantee?: (name: string) => string | undefined;
  readonly userName?: (name: string) => string | undefined;
  readonly userHost?: (host: string) => string | undefined;
  readonly password: (password: string) => string | undefined;
}

export type CharacterSetAndCollation = Readonly<Record<"characterSet" | "collate", string | undefined>>;

export interface BrokenPart {
  readonly part: "characterSet" | "collate";
  readonly reason: string;
}

/** A declared value that a guest agent does not take, by its path below the inputs. */
interface BrokenRule {
  readonly at: readonly (string | number)[];
  readonly reason: string;
  /** Whether it is about a grant: a rule of what Trove can list and revoke, of which the datastore knows nothing. */
  readonly isOfGrant?: boolean;
}

const RULES: ReadonlyMap<string, GuestRules> = new Map([
  ["mysql", MYSQL_RULES],
  ["mariadb", MYSQL_RULES],
  ["postgresql", POSTGRESQL_RULES],
]);

/**
 * The rules that the declared databases and users break.
 *
 * @param types the datastores that the instance may have: a rule counts where each of them has it.
 * @param old what was declared before: what is as it was breaks no rule.
 */
export function brokenGuestRules(
  types: readonly string[],
  inputs: DeclaredContents,
  old: DeclaredContents | undefined,
): Failure[] {
  return brokenRules(types, inputs).flatMap((rule) => (isAsBefore(rule, inputs, old) ? [] : toFailure(rule)));
}

/** The same for a new instance whose create request carries them: grants that Trove cannot list are made all the same. */
export function guestRulesBrokenByCreate(types: readonly string[], inputs: DeclaredContents): Failure[] {
  return brokenRules(types, inputs).flatMap((rule) => (isOfGrantee(rule) ? [] : toFailure(rule)));
}

/** The grants to users of whom Trove lists and revokes none. */
export function unlistableGrants(types: readonly string[], inputs: DeclaredContents): Failure[] {
  return brokenRules(types, inputs).flatMap((rule) => (isOfGrantee(rule) ? toFailure(rule) : []));
}

/** The rules that are broken by what is as it was before: a guest agent may not know such a value. */
export function guestRulesBrokenBefore(
  types: readonly string[],
  inputs: DeclaredContents,
  old: DeclaredContents,
): Failure[] {
  return brokenRules(types, inputs).flatMap((rule) => (isAsBefore(rule, inputs, old) ? toFailure(rule) : []));
}

function brokenRules(types: readonly string[], inputs: DeclaredContents): BrokenRule[] {
  const [first = [], ...others] = types.map((type) => brokenRulesOf(type, inputs));
  return first
    .filter(({ at }) => others.every((rules) => rules.some((other) => same(other.at, at))))
    .map((rule) => (rule.isOfGrant ? rule : { ...rule, reason: `${rule.reason}, as ${types.join(" or ")} asks` }));
}

function isOfGrantee({ at, isOfGrant = false }: BrokenRule): boolean {
  return isOfGrant && at.length === 3;
}

function brokenRulesOf(type: string, inputs: DeclaredContents): BrokenRule[] {
  const rules = RULES.get(type.toLowerCase());
  if (rules === undefined) return [];
  const databases = brokenByDatabases(rules, known(inputs.databases));
  const isRefused = (name: string) => databases.some(({ at }) => same(at, ["databases", name]));
  return [...databases, ...brokenByUsers(rules, known(inputs.users), isRefused)];
}

function brokenByDatabases(rules: GuestRules, databases: DeclaredContents["databases"] = {}): BrokenRule[] {
  return Object.entries(databases).flatMap(([name, database]) => {
    const { characterSet, collate } = known(database) ?? {};
    const part = rules.characterSet?.({ characterSet: known(characterSet), collate: known(collate) });
    return [
      ...broken(["databases", name], rules.databaseName?.(name)),
      ...(part === undefined ? [] : broken(["databases", name, part.part], part.reason)),
    ];
  });
}

/** @param isRefused whether a database of that name is refused already. */
function brokenByUsers(
  rules: GuestRules,
  users: DeclaredContents["users"] = {},
  isRefused: (name: string) => boolean,
): BrokenRule[] {
  return Object.entries(users).flatMap(([key, user]) => {
    const { name, host } = splitUserKey(key);
    const password = known(known(user)?.password);
    const nameFault = rules.userName?.(name);
    const hostFault = rules.userHost?.(host);
    const grants = known(user)?.databases ?? [];
    return [
      ...broken(["users", key], nameFault && `the user's name ${nameFault}`),
      ...broken(["users", key], hostFault && `the user's host ${hostFault}`),
      ...broken(["users", key, "password"], password === undefined ? undefined : rules.password(password)),
      ...(holdsUnknown(grants) || grants.length === 0 || nameFault !== undefined
        ? []
        : brokenByGrant(["users", key, "databases"], rules.grantee?.(name))),
      // Grants are sorted once all are known: until then none has its path.
      ...(holdsUnknown(grants) ? [] : grants).flatMap((database, index) =>
        isRefused(database) ? [] : brokenByGrant(["users", key, "databases", index], rules.grant?.(database)),
      ),
    ];
  });
}

function broken(at: BrokenRule["at"], reason: string | undefined): BrokenRule[] {
  return reason === undefined ? [] : [{ at, reason }];
}

function brokenByGrant(at: BrokenRule["at"], reason: string | undefined): BrokenRule[] {
  return broken(at, reason).map((rule) => ({ ...rule, isOfGrant: true }));
}

/** A name is as before where all that belongs to it is: a new password is set by the name. */
function isAsBefore({ at }: BrokenRule, inputs: DeclaredContents, old: DeclaredContents | undefined): boolean {
  const now = valueAt(inputs, at);
  // A grant is one of a set: it may have had another place.
  const list = at.length === 4 ? valueAt(old, at.slice(0, -1)) : undefined;
  if (Array.isArray(list)) return list.includes(now);
  const before = valueAt(old, at);
  return before !== undefined && (holdsUnknown(now) || same(before, now));
}

function valueAt(inputs: unknown, at: BrokenRule["at"]): unknown {
  return at.reduce<unknown>((value, key) => {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    return Reflect.get(value, key);
  }, inputs);
}

function toFailure({ at, reason }: BrokenRule): Failure {
  return { path: formatPath(at), reason };
}
