import { isOutcomeUnknown } from "../../trove/errors/outcome-unknown.ts";
import { BusyError } from "../../trove/errors/status-errors.ts";
import type { CallOptions, User } from "../../trove/types.ts";
import { isTransient } from "../../wait/is-transient.ts";
import { quickPace } from "../../wait/pace.ts";
import { waitFor } from "../../wait/wait-for.ts";
import type { Reconciliation } from "../instance/update/reconciliation.ts";
import { ChangeFailedError } from "../instance-actions/change-failed-error.ts";
import { formatPath } from "../property-path.ts";
import { fetchDatabases, fetchUsers } from "./guest-objects.ts";

export async function listDatabases(work: Reconciliation): Promise<ReadonlySet<string>> {
  return callGuest(work, "to list its databases", (options) => fetchDatabases(work.id, work.context.trove, options));
}

export async function listUsers(work: Reconciliation): Promise<ReadonlyMap<string, User>> {
  return callGuest(work, "to list its users", (options) => fetchUsers(work.id, work.context.trove, options));
}

/**
 * Asks the guest for something that may be asked twice, until it takes it: a guest that is busy or does not answer is
 * asked again.
 */
export async function callGuest<T>(
  work: Reconciliation,
  what: string,
  request: (options: CallOptions) => Promise<T>,
): Promise<T> {
  let result: { readonly value: T } | undefined;
  await waitFor({
    what: `instance ${work.id} ${what}`,
    observe: async (signal) => {
      try {
        result = { value: await request({ signal: signal.aborted ? signal : work.context.signal }) };
        return "done";
      } catch (error) {
        if (error instanceof BusyError) {
          const seen = work.observe(await work.context.poller.get(work.id, signal));
          if (seen.status === "ERROR") throw ChangeFailedError.ofInstance(what, seen);
          return "busy";
        }
        // Of what can pass the wait says why it did not, should its time be over.
        if (!isTransient(error) && isOutcomeUnknown(error)) return "no answer";
        throw error;
      }
    },
    status: (step) => step,
    progress: (step) => `${step}: ${doing(what)}`,
    until: (step) => step === "done",
    pace: quickPace(),
    deadline: work.context.deadline,
    clock: work.context.clock,
    signal: work.context.signal,
    log: work.context.log,
  });
  if (result === undefined) throw new Error("a wait that ended has a result");
  return result.value;
}

/** Asks the guest for a change of what is at the path. */
export function changeGuest(
  work: Reconciliation,
  path: readonly string[],
  what: string,
  request: (options: CallOptions) => Promise<void>,
): Promise<void> {
  return callGuest(work, what, (options) => work.sendChange([formatPath(path)], () => request(options)));
}

/**
 * For how long what an interrupted update asked the guest for may still come. The guest takes requests in their order
 * (`trove/guestagent/api.py`, casts and calls of one queue), and has the list as soon as it is asked for: this is ample.
 */
const LATE_MS = 10_000;

/** Waits until what the guest was asked for can be seen, and gives what is there then. */
export function waitForGuest<T>(
  work: Reconciliation,
  what: string,
  list: (work: Reconciliation) => Promise<T>,
  until: (now: T) => boolean,
): Promise<T> {
  return waitFor({
    what: `instance ${work.id} ${what}`,
    observe: () => list(work),
    status: (now) => (until(now) ? "there" : "not yet"),
    progress: () => waiting(what),
    until,
    pace: quickPace(),
    deadline: work.context.deadline,
    clock: work.context.clock,
    signal: work.context.signal,
    log: work.context.log,
  });
}

/** `to create the database app`, without "to". */
function doing(what: string): string {
  return what.replace(/^to /, "");
}

/** `to create the users app@%` as a status line: `creating users app@%`. */
function waiting(what: string): string {
  return what
    .replace(/^to create the /, "creating ")
    .replace(/^to drop the /, "dropping ")
    .replace(/^to show whether it has /, "looking for ");
}

/** Lists what is there. After an interrupted update it waits a while for those of the names that are not. */
export function listIncludingLate<T extends { has(name: string): boolean }>(
  work: Reconciliation,
  list: (work: Reconciliation) => Promise<T>,
  names: readonly string[],
): Promise<T> {
  const { clock, deadline } = work.context;
  const until = work.isResuming ? Math.min(clock.now() + LATE_MS, deadline.at) : 0;
  const isOver = (now: T) => clock.now() >= until || names.every((name) => now.has(name));
  return waitForGuest(work, `to show whether it has ${names.join(", ")}`, list, isOver);
}
