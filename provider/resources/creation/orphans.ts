import type { Context } from "../context.ts";

/** What a kind of resource says of objects that have the name of a new one. */
export interface OrphanTexts<Found> {
  /** The warning for a name that the program chose: it does not prove where an object came from. */
  warning(orphans: readonly Found[]): string;
  /** The error for a default name, which only an earlier run of the program can have given. */
  refusal(orphans: readonly Found[]): Error;
}

/**
 * Decides what becomes of objects that have the name of a new resource, and that no state or create of this process owns: an
 * interrupted run created them.
 *
 * @returns the one to take over, if `trove:resumeInterrupted` is set
 * @throws the refusal, if the name is the default name and none can be taken over
 */
export function orphanToTakeOver<Found>(
  name: string,
  orphans: readonly Found[],
  { defaultName, settings, log }: Pick<Context, "defaultName" | "settings" | "log">,
  { warning, refusal }: OrphanTexts<Found>,
): Found | undefined {
  const [first] = orphans;
  if (first === undefined) return undefined;
  if (name !== defaultName) {
    log.warn(warning(orphans));
    return undefined;
  }
  if (settings.resumeInterrupted && orphans.length === 1) return first;
  throw refusal(orphans);
}
