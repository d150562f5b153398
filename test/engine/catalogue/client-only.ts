import type { TroveClient } from "pulumi-trove/client";
import type { Simulator } from "trove-simulator";
import type { Row } from "./row.ts";

interface ClientRow extends Row {
  /** Why the engine never shows it. */
  readonly why: string;
  readonly provoke: (client: TroveClient, id: string, cloud: Simulator) => Promise<unknown>;
}

/** Errors that only a script meets: an instance is made that is named as the row says, then something is asked of it. */
export const clientOnly: readonly ClientRow[] = [
  {
    code: "TROVE_WAIT_FAILED",
    why: "It is of `waitFor`, which only the client has; of the provider's waits it is TROVE_INSTANCE_FAILED or TROVE_CHANGE_FAILED.",
    resource: "dbSERVER_ERROR",
    provoke: ({ instances }, id) => instances.waitFor(id, "ACTIVE"),
    says: [
      "Waiting for instance {id} to become ACTIVE is in vain: it is in ERROR. ",
      "Trove says: Failed to create server for instance {id} Fake server create error (HTTP 500). ",
    ],
    next: "It stays so until it is mended or deleted.",
  },
  {
    code: "TROVE_GUEST_UNREACHABLE",
    why: "The provider asks again until its time is over; a refresh warns, and leaves databases and users as they were.",
    resource: "db",
    provoke: ({ databases }, id, { faults }) => {
      const body = { badRequest: { code: 400, message: "Timeout trying to connect to the Guest Agent." } };
      const headers = { "x-openstack-request-id": "req-11111111-2222-3333-4444-555555555555" };
      faults.add({ path: `/instances/${id}/databases$`, effect: { type: "status", status: 400, body, headers } });
      return Array.fromAsync(databases.list(id));
    },
    says: ["Listing the databases of instance {id} failed: Trove answered 400 badRequest: "],
    server: {
      says: "Timeout trying to connect to the Guest Agent",
      request: "GET /instances/{id}/databases",
      status: 400,
    },
    next: "Try again later; if it lasts, restart the instance or ask the cloud's operator.",
  },
];
