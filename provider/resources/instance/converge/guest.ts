import { BusyError } from "../../../trove/errors/busy-error.ts";
import type { CallOptions, User } from "../../../trove/types.ts";
import { isTransient } from "../../../wait/is-transient.ts";
import { quickPace } from "../../../wait/pace.ts";
import { waitFor } from "../../../wait/wait-for.ts";
import { formatPath } from "../../arguments.ts";
import { fetchDatabases, fetchUsers } from "../guest-objects.ts";
import { isAnswerLost } from "../lost-answer.ts";
import { ChangeFailedError } from "./change-failed-error.ts";
import type { Work } from "./work.ts";

export async function listDatabases(work: Work): Promise<ReadonlySet<string>> {
  return guestDo(work, "to list its databases", (options) => fetchDatabases(work.id, work.context.trove, options));
}

export async function listUsers(work: Work): Promise<ReadonlyMap<string, User>> {
  return guestDo(work, "to list its users", (options) => fetchUsers(work.id, work.context.trove, options));
}

/**
 * Asks the guest for something that may be asked twice, until it takes it: a guest that is busy or does not answer is
 * asked again.
 */
export async function guestDo<T>(work: Work, what: string, request: (options: CallOptions) => Promise<T>): Promise<T> {
  let result: { readonly value: T } | undefined;
  await waitFor({
    what: `instance ${work.id} ${what}`,
    observe: async (signal) => {
      try {
        result = { value: await request({ signal: signal.aborted ? signal : work.context.signal }) };
        return "done";
      } catch (error) {
        if (error instanceof BusyError) {
          const seen = work.note(await work.context.poller.look(work.id, signal));
          if (seen.status === "ERROR") throw new ChangeFailedError(what, seen);
          return "busy";
        }
        // Of what can pass the wait says why it did not, should its time be over.
        if (isTransient(error)) work.context.log.status(error.message);
        else if (isAnswerLost(error)) return "answer lost";
        throw error;
      }
    },
    status: (step) => step,
    until: (step) => step === "done",
    pace: quickPace(),
    deadline: work.context.deadline,
    clock: work.context.clock,
    signal: work.context.signal,
  });
  if (result === undefined) throw new Error("a wait that ended has a result");
  return result.value;
}

/** Asks the guest for a change of what is at the path. */
export function guestChange(
  work: Work,
  path: readonly string[],
  what: string,
  request: (options: CallOptions) => Promise<void>,
): Promise<void> {
  return guestDo(work, what, (options) => work.change([formatPath(path)], () => request(options)));
}

/** Waits until what the guest was asked for can be seen. */
export async function guestWait<T>(
  work: Work,
  what: string,
  list: (work: Work) => Promise<T>,
  until: (now: T) => boolean,
): Promise<void> {
  await waitFor({
    what: `instance ${work.id} ${what}`,
    observe: () => list(work),
    status: (now) => (until(now) ? "there" : "not yet"),
    until,
    pace: quickPace(),
    deadline: work.context.deadline,
    clock: work.context.clock,
    signal: work.context.signal,
  });
}
