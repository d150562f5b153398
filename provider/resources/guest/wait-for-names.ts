import { quickPace } from "../../wait/pace.ts";
import { waitFor } from "../../wait/wait-for.ts";
import { ChangeFailedError } from "../instance-actions/change-failed-error.ts";
import { type InstanceTarget, pathIn } from "../instance-actions/instance-target.ts";
import { readInstance } from "../instance-actions/read-instance.ts";
import type { GuestTarget } from "./call-guest.ts";
import type { DeclaredContents } from "./declared.ts";
import { guestWarnings } from "./rules/guest-warnings.ts";

/**
 * How long a guest agent that answers may take to create what was requested. It handles requests in order, and creates
 * within seconds. Time during a backup of the instance does not count.
 */
const CREATE_MS = 2 * 60_000;
/** A drop also deletes the data, and waits for transactions that use it. */
const DROP_MS = 10 * 60_000;
/** A list that took longer was held up: the guest agent, or the database server, did not work meanwhile. */
const SLOW_LIST_MS = 30_000;
/**
 * How long the last requests of an interrupted operation may still take effect. The guest agent handles requests in order
 * (`trove/guestagent/api.py`: casts and calls of one queue), so its answer to a list comes after them: this is ample.
 */
const LATE_MS = 10_000;

interface Names {
  has(name: string): boolean;
}

type ListNames<Listed extends Names> = (target: InstanceTarget) => Promise<Listed>;
type Kind = "databases" | "users";

/**
 * Waits until the guest agent has created all of the databases or users. Trove does not report what the agent refuses.
 *
 * @param declared by name, for the possible reason of a failure
 * @throws {ChangeFailedError} the agent answers, and has not created all of them in time.
 */
export function waitUntilCreated<Listed extends Names>(
  target: GuestTarget,
  kind: Kind,
  declared: NonNullable<DeclaredContents[Kind]>,
  list: ListNames<Listed>,
): Promise<Listed> {
  const names = Object.keys(declared);
  return waitForNames(target, {
    action: `create the ${kind} ${names.join(", ")}`,
    progress: `creating ${kind} ${names.join(", ")}`,
    list,
    remaining: (listed) => names.filter((name) => !listed.has(name)),
    withinMs: CREATE_MS,
    fail: (name) => {
      const [warning] = guestWarnings(target.datastoreType, { [kind]: { [name]: declared[name] } });
      const hint = warning === undefined ? CREATE_HINT : `A possible reason: ${warning.reason}. ${CREATE_HINT}`;
      return ChangeFailedError.ofGuest(target.instanceId, pathIn(target, [kind, name]), "create", CREATE_MS, hint);
    },
  });
}

/**
 * Waits until the guest agent has dropped all of the databases or users.
 *
 * @throws {ChangeFailedError} the agent answers, and has not dropped all of them in time.
 */
export function waitUntilDropped<Listed extends Names>(
  target: InstanceTarget,
  kind: Kind,
  names: readonly string[],
  list: ListNames<Listed>,
): Promise<Listed> {
  return waitForNames(target, {
    action: `drop the ${kind} ${names.join(", ")}`,
    progress: `dropping ${kind} ${names.join(", ")}`,
    list,
    remaining: (listed) => names.filter((name) => listed.has(name)),
    withinMs: DROP_MS,
    fail: (name) =>
      ChangeFailedError.ofGuest(target.instanceId, pathIn(target, [kind, name]), "drop", DROP_MS, DROP_HINTS[kind]),
  });
}

/**
 * Waits until the guest agent has renamed a user.
 *
 * @param key of the user after that
 * @throws {ChangeFailedError} the agent answers, and has not renamed it in time.
 */
export function waitUntilRenamed<Listed extends Names>(
  target: InstanceTarget,
  key: string,
  list: ListNames<Listed>,
): Promise<Listed> {
  return waitForNames(target, {
    action: `rename a user to ${key}`,
    progress: `renaming a user to ${key}`,
    list,
    remaining: (listed) => (listed.has(key) ? [] : [key]),
    withinMs: CREATE_MS,
    fail: () =>
      ChangeFailedError.ofGuest(target.instanceId, pathIn(target, ["users", key]), "rename", CREATE_MS, CREATE_HINT),
  });
}

/** Lists what exists. If an interrupted operation is resumed, waits a while for those of the names that do not exist. */
export function listIncludingLate<Listed extends Names>(
  target: GuestTarget,
  list: ListNames<Listed>,
  names: readonly string[],
): Promise<Listed> {
  const { clock, deadline } = target.context;
  const until = target.isResuming ? Math.min(clock.now() + LATE_MS, deadline.at) : 0;
  return waitForList(target, {
    action: `list ${names.join(", ")}`,
    progress: `looking for ${names.join(", ")}`,
    list: () => list(target),
    until: (listed) => clock.now() >= until || names.every((name) => listed.has(name)),
  });
}

interface NamesWait<Listed> {
  readonly action: string;
  readonly progress: string;
  readonly list: (target: InstanceTarget) => Promise<Listed>;
  /** The names that are not created, or not dropped. */
  readonly remaining: (listed: Listed) => readonly string[];
  readonly withinMs: number;
  readonly fail: (name: string) => Error;
}

function waitForNames<Listed extends Names>(target: InstanceTarget, wait: NamesWait<Listed>): Promise<Listed> {
  const { clock } = target.context;
  const { action, progress, remaining, withinMs, fail } = wait;
  let since: number | undefined;
  const list = async () => {
    const asked = clock.now();
    const listed = await wait.list(target);
    const answered = clock.now();
    if (since === undefined || answered - asked > SLOW_LIST_MS) since = answered;
    const [name] = remaining(listed);
    if (name === undefined || answered - since < withinMs) return listed;
    // A database server holds back such changes during a backup (MySQL: `FLUSH TABLES WITH READ LOCK`, or a backup lock).
    if ((await readInstance(target)).status !== "BACKUP") throw fail(name);
    since = clock.now();
    return listed;
  };
  return waitForList(target, { action, progress, list, until: (listed) => remaining(listed).length === 0 });
}

interface ListWait<Listed> {
  readonly action: string;
  readonly progress: string;
  readonly list: () => Promise<Listed>;
  readonly until: (listed: Listed) => boolean;
}

function waitForList<Listed>(
  { instanceId, context }: InstanceTarget,
  { action, progress, list, until }: ListWait<Listed>,
): Promise<Listed> {
  return waitFor({
    what: `instance ${instanceId} to ${action}`,
    observe: list,
    status: (listed) => (until(listed) ? "done" : "not yet"),
    progress: () => progress,
    until,
    pace: quickPace(),
    deadline: context.deadline,
    clock: context.clock,
    signal: context.signal,
    log: context.log,
  });
}

const CREATE_HINT =
  "The guest agent may refuse its name, password, host, character set or collation, or the database server may refuse " +
  "it, or delay it during a backup or a lock. The operator finds the reason in the agent's log.";

const DROP_HINTS: Readonly<Record<Kind, string>> = {
  databases: "PostgreSQL drops no database that has connections: close them. MySQL waits for open transactions.",
  users: "PostgreSQL drops no user who owns objects: give them to another user first (REASSIGN OWNED).",
};
