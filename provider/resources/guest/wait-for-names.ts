import type { Reconciliation } from "../instance/update/reconciliation.ts";
import { ChangeFailedError } from "../instance-actions/change-failed-error.ts";
import { formatPath } from "../property-path.ts";
import { waitForGuest } from "./call-guest.ts";
import { guestWarnings } from "./rules/guest-warnings.ts";

/**
 * For how long a guest agent that answers may leave out what it was asked to create. It handles requests in their order
 * and creates in seconds. Time during a backup of the instance does not count.
 */
const CREATE_MS = 2 * 60_000;
/** A drop also removes the data, and waits for transactions that use it. */
const DROP_MS = 10 * 60_000;
/** A list that took longer was waited for: the agent, or the server, was not at work meanwhile. */
const SLOW_LIST_MS = 30_000;

interface Names {
  has(name: string): boolean;
}

type ListNames<Listed extends Names> = (work: Reconciliation) => Promise<Listed>;
type Kind = "databases" | "users";

/**
 * Waits until the guest agent has created all of the names. Trove reports nothing of what the agent refuses.
 *
 * @throws {ChangeFailedError} the agent answers, and some of them did not come.
 */
export function waitUntilCreated<Listed extends Names>(
  work: Reconciliation,
  kind: Kind,
  names: readonly string[],
  list: ListNames<Listed>,
): Promise<Listed> {
  const isMissing = (listed: Listed) => (name: string) => !listed.has(name);
  return waitForNames(work, `to create the ${kind} ${names.join(", ")}`, list, {
    remaining: (listed) => names.filter(isMissing(listed)),
    withinMs: CREATE_MS,
    fail: (name) => {
      const path = formatPath([kind, name]);
      const warning = guestWarnings(work.state.datastoreType, { [kind]: { [name]: work.inputs[kind]?.[name] } })[0];
      const reason = warning === undefined ? CREATE_HINT : `A possible reason: ${warning.reason}. ${CREATE_HINT}`;
      return ChangeFailedError.ofGuest(work.id, path, "create", CREATE_MS, reason);
    },
  });
}

/**
 * Waits until the guest agent has dropped all of the names.
 *
 * @throws {ChangeFailedError} the agent answers, and some of them are still there.
 */
export function waitUntilDropped<Listed extends Names>(
  work: Reconciliation,
  kind: Kind,
  names: readonly string[],
  list: ListNames<Listed>,
): Promise<Listed> {
  return waitForNames(work, `to drop the ${kind} ${names.join(", ")}`, list, {
    remaining: (listed) => names.filter((name) => listed.has(name)),
    withinMs: DROP_MS,
    fail: (name) => ChangeFailedError.ofGuest(work.id, formatPath([kind, name]), "drop", DROP_MS, DROP_HINTS[kind]),
  });
}

interface Expected<Listed> {
  readonly remaining: (listed: Listed) => readonly string[];
  readonly withinMs: number;
  readonly fail: (name: string) => Error;
}

function waitForNames<Listed extends Names>(
  work: Reconciliation,
  what: string,
  list: ListNames<Listed>,
  { remaining, withinMs, fail }: Expected<Listed>,
): Promise<Listed> {
  const { clock } = work.context;
  let since: number | undefined;
  const listAndCheck = async () => {
    const asked = clock.now();
    const listed = await list(work);
    const answered = clock.now();
    if (since === undefined || answered - asked > SLOW_LIST_MS) since = answered;
    const [name] = remaining(listed);
    if (name === undefined || answered - since < withinMs) return listed;
    // A database server holds back such changes during a backup (MySQL: `FLUSH TABLES WITH READ LOCK`, or a backup lock).
    if ((await work.read()).status !== "BACKUP") throw fail(name);
    since = clock.now();
    return listed;
  };
  return waitForGuest(work, what, listAndCheck, (listed) => remaining(listed).length === 0);
}

const CREATE_HINT =
  "The guest agent may not take its name, password, host, character set or collation, or the database server may have " +
  "refused it, or hold it back during a backup or a lock. The operator finds the reason in the agent's log.";

const DROP_HINTS: Readonly<Record<Kind, string>> = {
  databases: "PostgreSQL drops no database that has connections: close them. MySQL waits for open transactions.",
  users: "PostgreSQL drops no user who owns objects: give them to another user first (REASSIGN OWNED).",
};
