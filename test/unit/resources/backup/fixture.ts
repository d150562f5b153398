import type { TestContext } from "node:test";
import type { BackupInputs } from "../../../../provider/resources/backup/arguments.ts";
import { create } from "../../../../provider/resources/backup/create/create.ts";
import { type BackupState, toState } from "../../../../provider/resources/backup/state.ts";
import type { Context } from "../../../../provider/resources/context.ts";
import { InterruptedError } from "../../../../provider/resources/errors/interrupted-error.ts";
import type { Backup } from "../../../../provider/trove/types.ts";
import { type Harness, type StageOptions, startHarness } from "../instance/harness.ts";
import { CLOUD, ID } from "../instance/samples.ts";

export const BACKUP_ID = "b0000000-0000-4000-8000-000000000001";
export const PARENT_ID = "b0000000-0000-4000-8000-000000000002";

/** A completed full backup, as Trove reports it. */
export function reported(fields: Partial<Backup> = {}): Backup {
  return {
    id: BACKUP_ID,
    name: "nightly",
    description: undefined,
    status: "COMPLETED",
    instanceId: ID,
    parentId: undefined,
    size: 0.14,
    datastore: { type: "mysql", version: "8.0" },
    created: "2026-01-01T00:00:00Z",
    updated: "2026-01-01T00:10:00Z",
    locationRef: `http://swift/v1/AUTH_x/database_backups/${BACKUP_ID}.xbstream.gz.enc`,
    ...fields,
  };
}

/** The state of a completed backup; `fields` override it. */
export function state(
  inputs: BackupInputs = { instance: ID, name: "nightly" },
  fields: Partial<BackupState> = {},
  backup = reported(),
): BackupState {
  return { ...toState(inputs, backup, CLOUD, { pending: [] }), ...fields };
}

export interface BackupHarness extends Harness {
  /** The id of an instance in service. */
  readonly instanceId: string;
}

/** A cloud with an instance in service. The default name of the backup is `dump-1234567`. */
export async function startWithInstance(t: TestContext, options: StageOptions = {}): Promise<BackupHarness> {
  const harness = await startHarness(t, { defaultName: "dump-1234567", backup: 30, ...options });
  return { ...harness, instanceId: await addInstance(harness.context) };
}

export async function addInstance({ trove, poller, deadline, signal }: Context, name = "db"): Promise<string> {
  const { id } = await trove.instances.create({ name, flavorId: "2", volume: { size: 1 } });
  await poller.waitFor(id, {
    what: "the instance",
    observe: (look) => look(),
    status: ({ status }) => status,
    until: ({ status }) => status === "ACTIVE",
    pace: poller.pace,
    ...{ deadline, signal },
  });
  return id;
}

/** The id and the state that a create saves although it fails, and the code of the failure. */
export async function interruptedCreate(inputs: BackupInputs, context: Context) {
  const error = await create(inputs, context).catch((failure: unknown) => failure);
  if (!(error instanceof InterruptedError)) throw new Error(`expected an interrupted create, got ${error}`);
  const { id, code, message } = error;
  return { id, code, message, state: error.state as BackupState };
}

/** The requests of a method that Trove received for backups. */
export function asked({ cloud }: Pick<Harness, "cloud">, method: string): number {
  return cloud.requests.filter((request) => request.method === method && /\/backups/.test(request.path)).length;
}

export async function backupsOf({ context }: Harness, instanceId: string): Promise<[name: string, status: string][]> {
  const backups = await Array.fromAsync(context.trove.backups.list({ instanceId }));
  return backups.map(({ name, status }) => [name, status]);
}
