import assert from "node:assert/strict";
import { type Answer, type CloudApi, until } from "./cloud-api.ts";

/** A backup in the API. */
export interface WireBackup {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly status: string;
  readonly instance_id: string;
  readonly parent_id: string | null;
  readonly size: number | null;
  readonly locationRef: string | null;
  readonly project_id: string;
  readonly created: string;
  readonly updated: string;
  readonly datastore: { readonly type: string; readonly version: string; readonly version_id: string };
}

/** `POST /backups`; `fields` override the body. */
export function postBackup(
  api: CloudApi,
  instance: string,
  fields: object = {},
): Promise<Answer<{ backup: WireBackup }>> {
  return api.post("/backups", { backup: { name: "backup", instance, ...fields } });
}

export async function createBackup(api: CloudApi, instance: string, fields: object = {}): Promise<WireBackup> {
  const answer = await postBackup(api, instance, fields);
  assert.equal(answer.status, 202, answer.text);
  return answer.body.backup;
}

export async function showBackup(api: CloudApi, id: string): Promise<WireBackup> {
  const answer = await api.get<{ backup: WireBackup }>(`/backups/${id}`);
  assert.equal(answer.status, 200, answer.text);
  return answer.body.backup;
}

/** Creates a backup and waits until it has completed or failed. */
export async function endedBackup(api: CloudApi, instance: string, fields: object = {}): Promise<WireBackup> {
  const { id } = await createBackup(api, instance, fields);
  return until(
    `backup ${id} to end`,
    () => showBackup(api, id),
    ({ status }) => ["COMPLETED", "FAILED"].includes(status),
  );
}
