import { bring, isWell } from "./bring.ts";
import type { Work } from "./work.ts";

/** Restarts the database, with consent, and waits until it answers again. */
export async function restart(work: Work): Promise<void> {
  const { trove, signal } = work.context;
  let asked = false;
  await bring(work, {
    what: "to have restarted",
    ready: isWell,
    reached: (seen) => asked && seen.status !== "RESTART_REQUIRED",
    request: async () => {
      asked = true;
      await trove.instances.restart(work.id, { signal });
    },
  });
  work.remember({ owesRestart: false });
}

/** Makes a restart that is owed, where the program allows it; else says what to do. */
export async function restartIfOwed(work: Work): Promise<void> {
  if (work.state.status !== "RESTART_REQUIRED" && !work.state.owesRestart) return;
  if (work.wanted.allow?.restart === true) return restart(work);
  work.context.log.warn(
    `The database of instance ${work.id} has to be restarted before all of its configuration counts. ` +
      "Set allow: { restart: true }, or restart it by hand.",
  );
}
