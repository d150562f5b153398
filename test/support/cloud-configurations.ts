import assert from "node:assert/strict";
import type { Answer, CloudApi } from "./cloud-api.ts";

/** A configuration group in the API. */
export interface WireGroup {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly values: Readonly<Record<string, unknown>>;
  readonly created: string;
  readonly updated: string;
  readonly instance_count: number;
  readonly datastore_name: string;
  readonly datastore_version_id: string;
  readonly datastore_version_name: string;
  readonly datastore_version_number: string;
}

type Values = Readonly<Record<string, unknown>>;

/** `POST /configurations`; `fields` override the body. */
export function postGroup(
  api: CloudApi,
  values: Values,
  fields: object = {},
): Promise<Answer<{ configuration: WireGroup }>> {
  return api.post("/configurations", { configuration: { name: "group", values, ...fields } });
}

export async function createGroup(api: CloudApi, values: Values, fields: object = {}): Promise<WireGroup> {
  const answer = await postGroup(api, values, fields);
  assert.equal(answer.status, 200, answer.text);
  return answer.body.configuration;
}

export async function showGroup(api: CloudApi, id: string): Promise<WireGroup> {
  const answer = await api.get<{ configuration: WireGroup }>(`/configurations/${id}`);
  assert.equal(answer.status, 200, answer.text);
  return answer.body.configuration;
}

/** `PUT` or `PATCH` of a group. */
export function changeGroup(api: CloudApi, method: "PUT" | "PATCH", id: string, body: object): Promise<Answer> {
  return api.request(method, `/configurations/${id}`, { body: { configuration: body } });
}

/** Attaches a group to an instance; `null` detaches its group. */
export function setGroup(api: CloudApi, instanceId: string, id: string | null): Promise<Answer> {
  return api.put(`/instances/${instanceId}`, { instance: { configuration: id } });
}
