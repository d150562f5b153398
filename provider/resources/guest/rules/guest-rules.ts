import { formatPath } from "../../property-path.ts";
import type { Failure } from "../../resource.ts";
import { same } from "../../values/same.ts";
import { holdsUnknown, known } from "../../values/unknown-value.ts";
import type { DeclaredContents } from "../declared.ts";
import { splitUserKey } from "../user-keys.ts";
import type { DatastoreRules } from "./datastore-rules.ts";
import { rulesOf } from "./rules-of.ts";

/** A declared value that a guest agent refuses. */
interface BrokenRule {
  /** Its path in the inputs. */
  readonly at: readonly (string | number)[];
  readonly reason: string;
  /** Whether it is about a grant: what Trove can list and revoke, not what the datastore accepts. */
  readonly isOfGrant?: boolean;
}

/**
 * Lists the declared databases and users that a guest agent refuses.
 *
 * @param types the datastores that the instance may have: a value is refused if all of them refuse it.
 * @param old what was declared before: an unchanged value is not refused.
 */
export function brokenGuestRules(
  types: readonly string[],
  inputs: DeclaredContents,
  old: DeclaredContents | undefined,
): Failure[] {
  return brokenRules(types, inputs).flatMap((rule) => (isAsBefore(rule, inputs, old) ? [] : toFailure(rule)));
}

/** The same for a create request, which also makes grants that Trove cannot list. */
export function guestRulesBrokenByCreate(types: readonly string[], inputs: DeclaredContents): Failure[] {
  return brokenRules(types, inputs).flatMap((rule) => (isOfGrantee(rule) ? [] : toFailure(rule)));
}

/** The grants to users whose grants Trove can neither list nor revoke. */
export function unlistableGrants(types: readonly string[], inputs: DeclaredContents): Failure[] {
  return brokenRules(types, inputs).flatMap((rule) => (isOfGrantee(rule) ? toFailure(rule) : []));
}

/** Lists the unchanged values that a guest agent refuses: it may never have applied them. */
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
  const rules = rulesOf(type);
  if (rules === undefined) return [];
  const databases = brokenByDatabases(rules, known(inputs.databases));
  const isRefused = (name: string) => databases.some(({ at }) => same(at, ["databases", name]));
  return [...databases, ...brokenByUsers(rules, known(inputs.users), isRefused)];
}

function brokenByDatabases(rules: DatastoreRules, databases: DeclaredContents["databases"] = {}): BrokenRule[] {
  return Object.entries(databases).flatMap(([name, database]) => {
    const { characterSet, collate } = known(database) ?? {};
    const part = rules.characterSet({ characterSet: known(characterSet), collate: known(collate) });
    return [
      ...broken(["databases", name], rules.databaseName(name)),
      ...(part === undefined ? [] : broken(["databases", name, part.part], part.reason)),
    ];
  });
}

/** @param isRefused whether a database of that name is refused itself */
function brokenByUsers(
  rules: DatastoreRules,
  users: DeclaredContents["users"] = {},
  isRefused: (name: string) => boolean,
): BrokenRule[] {
  return Object.entries(users).flatMap(([key, user]) => {
    const { name, host } = splitUserKey(key);
    const password = known(known(user)?.password);
    const nameFault = rules.userName(name);
    const hostFault = rules.userHost(host);
    const grants = known(user)?.databases ?? [];
    return [
      ...broken(["users", key], nameFault && `the user's name ${nameFault}`),
      ...broken(["users", key], hostFault && `the user's host ${hostFault}`),
      ...broken(["users", key, "password"], password === undefined ? undefined : rules.password(password)),
      ...(holdsUnknown(grants) || grants.length === 0 || nameFault !== undefined
        ? []
        : brokenByGrant(["users", key, "databases"], rules.grantee?.(name))),
      // Grants are sorted once all are known, so until then their paths are unknown.
      ...(holdsUnknown(grants) ? [] : grants).flatMap((database, index) =>
        isRefused(database) ? [] : brokenByGrant(["users", key, "databases", index], rules.grant(database)),
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

/** A name is unchanged only if its value is: the guest agent sets a new password by the name. */
function isAsBefore({ at }: BrokenRule, inputs: DeclaredContents, old: DeclaredContents | undefined): boolean {
  const now = valueAt(inputs, at);
  // Grants are a set: an unchanged one may have had another index.
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
