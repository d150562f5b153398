import { flag, text, uuid } from "../resources/rules.ts";
import { unlessGone } from "../trove/errors/is-gone.ts";
import type { Backup } from "../trove/types.ts";
import { backupDetails, toBackupDetails } from "./details/backup-details.ts";
import { listBackups } from "./details/list-backups.ts";
import { AmbiguousLookupError, LookupError, shortList } from "./errors/lookup-error.ts";
import { nearAdvice } from "./errors/only-named.ts";
import { defineLookup, type LookupContext } from "./lookup.ts";

export const getBackup = defineLookup({
  name: "getBackup",
  description:
    "Looks up a backup: by its id, or by its name, its instance, or both. It must exist, and be the only one unless " +
    "`mostRecent` chooses one.",
  arguments: {
    id: { schema: uuid.optional(), doc: "The id of the backup. Not with other arguments." },
    name: { schema: text.optional(), doc: "The name of the backup." },
    instance: {
      schema: uuid.optional(),
      doc: "The id of the instance, which need not exist any more.",
      refersTo: "Instance",
    },
    mostRecent: {
      schema: flag.optional(),
      doc: "Choose the last created of several backups that an instance can be restored from: those that are `COMPLETED`.",
      default: "false",
    },
  },
  results: backupDetails,
  check({ id, name, instance, mostRecent }) {
    if (id === undefined && name === undefined && instance === undefined) {
      return [{ path: "id", reason: "id, name or instance is required" }];
    }
    const others = Object.entries({ name, instance, mostRecent }).filter(([, value]) => value !== undefined);
    if (id === undefined) return [];
    return others.map(([path]) => ({ path, reason: "does not go with id, which already names one backup" }));
  },
  async run({ id, ...filter }, context) {
    return toBackupDetails(await (id === undefined ? backupOf(filter, context) : backupWith(id, context)));
  },
});

interface Filter {
  readonly name?: string | undefined;
  readonly instance?: string | undefined;
  readonly mostRecent?: boolean | undefined;
}

async function backupWith(id: string, { trove, signal }: LookupContext): Promise<Backup> {
  const backup = await unlessGone(trove.backups.get(id, { signal }), { backup: id });
  if (backup === undefined) throw new LookupError(`Backup ${id}`, await trove.cloud({ signal }));
  return backup;
}

async function backupOf({ name, instance, mostRecent = false }: Filter, context: LookupContext): Promise<Backup> {
  const ofInstance = await listBackups(instance, context);
  const named = ofInstance.filter((backup) => name === undefined || backup.name === name);
  const found = mostRecent ? named.filter(isRestorable).slice(0, 1) : named;
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const cloud = await context.trove.cloud({ signal: context.signal });
  const quoted = JSON.stringify(name);
  if (only !== undefined) {
    const subject = `${found.length} backups are ${name === undefined ? `of instance ${instance}` : `named ${quoted}`}`;
    throw new AmbiguousLookupError(subject, cloud, found.map(describe), CHOOSE_ONE);
  }
  const subject = [
    mostRecent ? "A completed backup" : name === undefined ? "A backup" : "Backup",
    ...(name === undefined ? [] : [quoted]),
    ...(instance === undefined ? [] : [`of instance ${instance}`]),
  ].join(" ");
  throw new LookupError(subject, cloud, missingAdvice(name, ofInstance, named));
}

/** Trove restores backups of these statuses alone (`trove/instance/models.py`, `create`). */
function isRestorable({ status }: Backup): boolean {
  return status === "COMPLETED" || status === "RESTORED";
}

const CHOOSE_ONE = "Look one up by its id, or set mostRecent: true for the last completed one.";

/** @param named the backups that have the name and cannot be restored */
function missingAdvice(name: string | undefined, ofInstance: readonly Backup[], named: readonly Backup[]): string {
  if (named.length > 0) return `The others are ${shortList(named.map(describe))}.`;
  if (name === undefined) return "Take one first, or correct the id of the instance.";
  return nearAdvice(name, ofInstance, { one: "backup", many: "backups" });
}

function describe({ id, name, status, created }: Backup): string {
  return `${id} ("${name}", ${status}${created === undefined ? "" : `, created ${created}`})`;
}
