import assert from "node:assert/strict";
import { type Answer, type CloudApi, until } from "./cloud-api.ts";

/** The part of an instance in the API that tests read. */
export interface WireInstance {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly operating_status: string;
  readonly flavor: { readonly id: string };
  readonly volume: { readonly size: number };
  readonly datastore: Readonly<Record<string, string>>;
  readonly access: Readonly<Record<string, unknown>>;
  readonly addresses?: readonly { readonly address: string; readonly type: string; readonly network?: string }[];
  readonly fault?: { readonly message: string; readonly created: string; readonly details: unknown };
  readonly replica_of?: { readonly id: string };
  readonly replicas?: readonly { readonly id: string }[];
  readonly created: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** A valid body of a create; `fields` override it, and `undefined` omits a field. */
export function createBody(fields: Fields = {}): { instance: Fields } {
  return { instance: { name: "db", flavorRef: "1", volume: { size: 1 }, ...fields } };
}

export async function createInstance(api: CloudApi, fields: Fields = {}): Promise<WireInstance> {
  const answer = await api.post<{ instance: WireInstance }>("/instances", createBody(fields));
  assert.equal(answer.status, 200, answer.text);
  return answer.body.instance;
}

/** Creates an instance and waits until it is ready. */
export async function activeInstance(api: CloudApi, fields: Fields = {}): Promise<WireInstance> {
  return settled(api, (await createInstance(api, fields)).id);
}

/** Creates one instance, then the others concurrently: the first creates of a new project must not overlap. */
export async function activeInstances(api: CloudApi, ...all: readonly Fields[]): Promise<WireInstance[]> {
  const [first, ...rest] = all;
  const created = [
    await createInstance(api, first),
    ...(await Promise.all(rest.map((fields) => createInstance(api, fields)))),
  ];
  return Promise.all(created.map(({ id }) => settled(api, id)));
}

export async function show(api: CloudApi, id: string): Promise<WireInstance> {
  const answer = await api.get<{ instance: WireInstance }>(`/instances/${id}`);
  assert.equal(answer.status, 200, answer.text);
  return answer.body.instance;
}

/** Waits until the instance is idle: ACTIVE, and its guest agent reports HEALTHY. */
export function settled(api: CloudApi, id: string): Promise<WireInstance> {
  const done = (instance: WireInstance) =>
    instance.status === "ACTIVE" && ["HEALTHY", "ACTIVE"].includes(instance.operating_status);
  return until(`instance ${id} ACTIVE`, () => show(api, id), done);
}

export function inStatus(api: CloudApi, id: string, status: string): Promise<WireInstance> {
  return until(
    `instance ${id} ${status}`,
    () => show(api, id),
    (instance) => instance.status === status,
  );
}

/** Waits until GET answers 404. Returns the distinct statuses until then. */
export async function gone(api: CloudApi, id: string): Promise<string[]> {
  const seen = new Set<string>();
  await until(
    `instance ${id} to be gone`,
    () => api.get<{ instance?: WireInstance }>(`/instances/${id}`),
    ({ status, body }) => {
      if (body?.instance !== undefined) seen.add(body.instance.status);
      return status === 404;
    },
  );
  return [...seen];
}

export function action(api: CloudApi, id: string, body: unknown): Promise<Answer> {
  return api.post(`/instances/${id}/action`, body);
}

/** Asserts status, key and message of an error in Trove's own format. */
export function assertFault(answer: Answer, status: number, key: string, message: string | RegExp): void {
  assert.equal(`${answer.status} ${answer.fault?.key}`, `${status} ${key}`, answer.text);
  assert.equal((answer.body as Record<string, { code: number }>)[key]?.code, status);
  if (typeof message === "string") assert.equal(answer.fault?.message, message);
  else assert.match(answer.fault?.message ?? "", message);
}
