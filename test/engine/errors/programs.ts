import type { Simulator } from "../../../simulator/index.ts";
import { answer } from "./answer.ts";
import type { Row } from "./row.ts";

interface ProgramRow extends Row {
  /** Why no resource meets it. */
  readonly why: string;
  /** What the program does with its `client` and the instance's `id`. */
  readonly does: string;
  /** @default the simulator's newest */
  readonly troveRelease?: 18;
  /** The datastore of the instance, where it is not the cloud's default. */
  readonly datastore?: string;
  /** What befalls the cloud. */
  readonly plan?: (cloud: Simulator, id: string) => unknown;
}

/** Errors of programs that ask Trove themselves, by the client, for an instance that is named as the row says. */
export const programs: readonly ProgramRow[] = [
  {
    code: "TROVE_WAIT_FAILED",
    why: "It is of `waitFor`, which only the client has; of the provider's waits it is TROVE_INSTANCE_FAILED or TROVE_CHANGE_FAILED.",
    resource: "dbSERVER_ERROR",
    does: 'await client.instances.waitFor(id, "ACTIVE");',
    says: [
      "Stopped waiting for instance {id} to become ACTIVE: it is in ERROR. ",
      "Trove says: Failed to create server for instance {id} Fake server create error (HTTP 500). ",
    ],
    next: "Have it repaired, or delete it.",
  },
  {
    code: "TROVE_GUEST_UNREACHABLE",
    why: "The provider asks again until its time is over; a refresh warns, and leaves databases and users as they were.",
    resource: "db",
    does: "for await (const name of client.databases.list(id)) console.log(name);",
    plan: ({ faults }, id) => {
      const body = { badRequest: { code: 400, message: "Timeout trying to connect to the Guest Agent." } };
      faults.add({ path: `/instances/${id}/databases$`, effect: answer(400, body) });
    },
    says: ["Listing the databases of instance {id} failed: Trove answered 400 badRequest: "],
    server: {
      says: "Timeout trying to connect to the Guest Agent",
      request: "GET /instances/{id}/databases",
      status: 400,
    },
    next: "Try again later; if that fails too, restart the instance or ask the cloud's operator.",
  },
  {
    code: "TROVE_UNSUPPORTED_DATASTORE",
    why: "The provider refuses a change of databases and users there at preview, by TROVE_REFUSED.",
    resource: "db",
    troveRelease: 18,
    datastore: "postgresql",
    does: "for await (const { name } of client.users.list(id)) console.log(name);",
    says: ["Listing the users of instance {id} failed: Trove answered 422 unprocessableEntity: "],
    server: {
      says: "Operation not supported for datastore postgresql",
      request: "GET /instances/{id}/users",
      status: 422,
    },
    next: "This cloud's Trove does not support this operation for the datastore. Use SQL in the database instead.",
  },
  {
    code: "TROVE_BACKUP_RUNNING",
    why: "The provider deletes no backup.",
    resource: "db",
    troveRelease: 18,
    does: `await client.instances.waitFor(id, "ACTIVE");
const backup = await client.backups.create({ name: "nightly", instanceId: id });
await client.backups.delete(backup.id);`,
    says: ["Deleting backup {backup} failed: Trove answered 422 unprocessableEntity: "],
    server: {
      says: "Backup {backup} cannot be deleted because it is running",
      request: "DELETE /backups/{backup}",
      status: 422,
    },
    next: "wait until it is COMPLETED or FAILED and try again.",
  },
];
