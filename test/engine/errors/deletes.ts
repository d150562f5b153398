import type { TroveInstanceArgs } from "pulumi-trove";
import type { Fault } from "../../../simulator/index.ts";
import { answer } from "./answer.ts";
import type { Row } from "./row.ts";

interface Deletion extends Row {
  readonly args?: TroveInstanceArgs;
  /** What Trove answers instead of deleting the instance. */
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
const REQUEST = "DELETE /instances/{id}";

/** Deletions that fail each by itself. */
export const deletes: readonly Deletion[] = [
  {
    code: "TROVE_HAS_REPLICAS",
    resource: "has-replicas",
    replicated: true,
    says: ['Instance "has-replicas" ({id}) was not deleted: it is the source of replica "replica" ({replica}). '],
    next: "Delete or detach its replicas first.",
  },
  {
    code: "TROVE_FINAL_BACKUP",
    resource: "final-backup",
    args: { finalBackup: { name: "lastBACKUP_ERROR" } },
    says: [
      'Instance "final-backup" ({id}) was not deleted, because its final backup failed: backup {backup} is FAILED. ',
    ],
    next: "Fix the cause, or remove finalBackup from the program and run `pulumi up` before you delete it.",
  },
  {
    code: "TROVE_API",
    resource: "api",
    answer: answer(405, { badMethod: { code: 405, message: "The method DELETE is not allowed for this resource." } }),
    says: ['Deleting instance "api" ({id}) failed: Trove answered 405 badMethod: '],
    server: { says: "The method DELETE is not allowed for this resource", request: REQUEST, status: 405 },
    next: "Check that the endpoint is Trove's, or ask the cloud's operator about the request.",
  },
  {
    code: "TROVE_HTTP_STATUS",
    resource: "http-status",
    answer: answer(302, "", { location: "http://127.0.0.1:9/moved" }),
    says: [
      "DELETE /v1.0/{project}/instances/{id}: {trove} ",
      "Redirects are not followed, because the request carries a token",
    ],
    server: { says: "answered 302 Found", request: REQUEST, status: 302 },
    next: "Use http://127.0.0.1:9/moved.",
  },
  {
    code: "TROVE_WRONG_CLOUD",
    resource: "wrong-cloud",
    edit: ({ cloud, ...record }) => ({ ...record, cloud: { ...cloud, projectId: OTHER_PROJECT } }),
    says: [
      `Instance "wrong-cloud" ({id}) is in project ${OTHER_PROJECT}, region RegionOne (`,
      "but the credentials are for project {project}, region RegionOne (",
      "Nothing was read or changed. ",
    ],
    next: "Use credentials for the first project and region.",
  },
  {
    code: "TROVE_STATE",
    resource: "state",
    edit: () => undefined,
    says: ['The state of instance "state" ({id}) was not written by pulumi-trove, or was edited. '],
    next: "Remove the resource from the state with `pulumi state delete`, then adopt the instance with adoptId.",
  },
  {
    code: "TROVE_BUG",
    resource: "bug",
    edit: ({ cloud: _, ...record }) => record,
    says: ["Unexpected error, which is a bug in pulumi-trove. ", ": TypeError: "],
    next: "Please report it: ",
  },
];
