import { randomUUID } from "node:crypto";
import type { TroveInstanceArgs } from "pulumi-trove";
import type { Fault } from "trove-simulator";
import type { Row } from "./row.ts";

interface Deletion extends Row {
  readonly args?: TroveInstanceArgs;
  /** What Trove answers instead of telling of the instance. */
  readonly answer?: Fault["effect"] & { readonly type: "status" };
  /** What is done by hand to the provider's part of the state; gives the new one. */
  readonly edit?: (record: StateRecord) => unknown;
  /** Somebody made a replica of it. */
  readonly replicated?: true;
}

interface StateRecord {
  readonly cloud: Readonly<Record<string, string>>;
}

const OTHER_PROJECT = "0123456789abcdef0123456789abcdef";
const LOOK = "GET /instances/{id}";

/** Deletions that fail each by itself. */
export const deletes: readonly Deletion[] = [
  {
    code: "TROVE_HAS_REPLICAS",
    resource: "has-replicas",
    replicated: true,
    says: ['Instance "has-replicas" ({id}) was not deleted: it is the source of {replica}. '],
    next: "Delete or detach its replicas first.",
  },
  {
    code: "TROVE_FINAL_BACKUP",
    resource: "final-backup",
    args: { finalBackup: { name: "lastBACKUP_ERROR" } },
    says: [
      'Instance "final-backup" ({id}) was not deleted, since its final backup could not be taken: backup {backup} is FAILED. ',
    ],
    next: "Mend the cause, or remove finalBackup from the program and run `pulumi up` before it is deleted.",
  },
  {
    code: "TROVE_RATE_LIMIT",
    resource: "rate-limit",
    // Longer than a request is repeated for.
    answer: answer(
      413,
      { overLimit: { code: 413, message: "This request was rate-limited.", retryAfter: "600" } },
      600,
    ),
    says: ["Reading instance {id} failed: Trove answered 413 overLimit: "],
    server: { says: "This request was rate-limited", request: LOOK, status: 413 },
    next: "Wait a minute and try again, or run with less at once (`--parallel`).",
  },
  {
    code: "TROVE_SERVER",
    resource: "server",
    answer: answer(503, { serviceUnavailable: { code: 503, message: "Down for maintenance." } }, 600),
    says: ["Reading instance {id} failed: Trove answered 503 serviceUnavailable: "],
    server: { says: "Down for maintenance", request: LOOK, status: 503 },
    next: "Try again; if it lasts, give the request id to the cloud's operator.",
  },
  {
    code: "TROVE_API",
    resource: "api",
    answer: answer(405, { badMethod: { code: 405, message: "The method GET is not allowed for this resource." } }),
    says: ["Reading instance {id} failed: Trove answered 405 badMethod: "],
    server: { says: "The method GET is not allowed for this resource", request: LOOK, status: 405 },
    next: "check that the endpoint is Trove's, or ask the cloud's operator about the request.",
  },
  {
    code: "TROVE_HTTP_STATUS",
    resource: "http-status",
    answer: { ...answer(302, ""), headers: { ...answer(302, "").headers, location: "http://127.0.0.1:9/moved" } },
    says: [
      "GET /v1.0/{project}/instances/{id}: {trove} ",
      "Redirections are not followed, since the request carries a token",
    ],
    server: { says: "answered 302 Found", request: LOOK, status: 302 },
    next: "use http://127.0.0.1:9/moved instead.",
  },
  {
    code: "TROVE_UNEXPECTED_ANSWER",
    resource: "unexpected-answer",
    answer: answer(200, { machine: {} }),
    says: ["Reading instance {id} failed: "],
    server: { says: "the answer is not one of Trove's API: instance: ", request: LOOK, status: 200 },
    next: "Check that the endpoint is Trove's, with version and project.",
  },
  {
    code: "TROVE_WRONG_CLOUD",
    resource: "wrong-cloud",
    edit: ({ cloud, ...record }) => ({ ...record, cloud: { ...cloud, projectId: OTHER_PROJECT } }),
    says: [
      `{id} is in project ${OTHER_PROJECT}, region RegionOne (`,
      "but the credentials lead to project {project}, region RegionOne (",
      "Nothing was read or changed. ",
    ],
    next: "Use the credentials of the first; if the same cloud has moved, mend the recorded address with `pulumi stack export`",
  },
  {
    code: "TROVE_STATE",
    resource: "state",
    edit: () => undefined,
    says: ["The state of {id} was not written by pulumi-trove, or was edited. "],
    next: "Take the resource out of the state with `pulumi state delete` and take the instance over with adoptId.",
  },
  {
    code: "TROVE_BUG",
    resource: "bug",
    edit: ({ cloud: _, ...record }) => record,
    says: ["An error that pulumi-trove did not foresee, which is a bug in it; ", ": TypeError: "],
    next: "please report it: ",
  },
];

/** With a request id, as Trove gives all its answers. */
function answer(status: number, body: unknown, retryAfter?: number) {
  const headers = {
    "x-openstack-request-id": `req-${randomUUID()}`,
    ...(retryAfter === undefined ? {} : { "retry-after": String(retryAfter) }),
  };
  return { type: "status", status, body, headers } as const;
}
