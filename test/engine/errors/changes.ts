import type { TroveInstanceArgs } from "pulumi-trove";
import type { Row } from "./row.ts";

interface Change extends Row {
  readonly before?: TroveInstanceArgs;
  readonly after: TroveInstanceArgs;
  /** How long the change may take. */
  readonly update?: string;
  /** A status that the instance is kept in meanwhile. */
  readonly status?: string;
  /** A database that was made with SQL and granted to the user `app`, on an instance that the stack adopts. */
  readonly database?: string;
}

/** Changes that fail each by itself, all of instances in service. */
export const changes: readonly Change[] = [
  {
    code: "TROVE_CHANGE_FAILED",
    resource: "dbRESIZE_ERROR",
    after: { flavor: "m1.medium" },
    says: [
      'Instance "dbRESIZE_ERROR" ({id}): Trove accepted the resize to flavor m1.medium but did not apply it; ',
      "its status is ACTIVE. ",
      "Trove says: Assertion failed! flavor_id=2 and not 3. ",
    ],
    next: "No data was lost. Fix the cause, then run `pulumi up` again.",
  },
  {
    code: "TROVE_NOT_IMPLEMENTED",
    resource: "not-implemented",
    after: { flavor: "eph" },
    says: ['Resizing instance "not-implemented" ({id}) failed: Trove answered 501 notImplemented: '],
    server: { says: "Local storage support is not enabled", request: "POST /instances/{id}/action", status: 501 },
    next: "This cloud or datastore does not support it. Remove it from the program.",
  },
  {
    code: "TROVE_UNADDRESSABLE_NAME",
    resource: "unaddressable",
    database: "a.b",
    after: { users: [{ name: "app", password: "secret-1", databases: [] }] },
    says: [
      'Revoking database "a.b" from user "app@%" of instance "unaddressable" ({id}) failed: ',
      'Trove\'s API cannot address the name "a.b", which is empty or has a ".", a "/" or a character outside ASCII. ',
    ],
    next: "Use SQL in the database instead.",
  },
  {
    code: "TROVE_WAIT_TIMEOUT",
    resource: "wait-timeout",
    status: "BACKUP",
    after: { flavor: "m1.medium" },
    update: "5s",
    says: [
      'Waiting for instance "wait-timeout" ({id}) to complete the resize to flavor m1.medium took longer than its timeout of 5 s (deadline ',
      "Observed: BACKUP ",
    ],
    next: "Trove continues. Run the same command again, and allow more time if necessary (`customTimeouts`, ",
  },
];
