import type { TroveInstanceArgs } from "pulumi-trove";
import { type Names, NOBODYS, type Row } from "./row.ts";

interface Create extends Row {
  readonly args: (names: Names) => TroveInstanceArgs;
  /** Without a name in the program; else it is that of the resource. */
  readonly unnamed?: true;
}

/** Creates that fail each by itself, in one cloud. */
export const creates: readonly Create[] = [
  {
    code: "TROVE_BAD_REQUEST",
    resource: "bad-request",
    args: () => ({ locality: "soft-affinity" }),
    says: [
      'locality: Creating instance "bad-request" failed: Trove answered 400 badRequest: ',
      "Correct the value that the server",
    ],
    server: { says: "Invalid locality 'soft-affinity'", request: "POST /instances", status: 400 },
    next: "soft-affinity and soft-anti-affinity need Trove 26 (2026) or later.",
  },
  {
    code: "TROVE_FORBIDDEN",
    resource: "forbidden",
    args: ({ replica = "" }) => ({ replicaOf: replica }),
    says: ['Creating instance "forbidden" failed: Trove answered 401 unauthorized: '],
    server: { says: "Cannot create a replica of a replica {replica}", request: "POST /instances", status: 401 },
    next: "check the user's role in this project.",
  },
  {
    // A source that is merely busy is waited for.
    code: "TROVE_BUSY",
    resource: "busy",
    args: ({ broken = "" }) => ({ replicaOf: broken }),
    says: ['Creating instance "busy" failed: Trove answered 422 unprocessableEntity: '],
    server: {
      says: "Instance {broken} is not currently available for an action to be performed",
      request: "POST /instances",
      status: 422,
    },
    next: "Wait until the instance is ACTIVE and try again.",
  },
  {
    code: "TROVE_NOT_FOUND",
    resource: "not-found",
    args: () => ({ replicaOf: NOBODYS }),
    says: ['Creating instance "not-found" failed: Trove answered 404 itemNotFound: '],
    server: { says: `Resource ${NOBODYS} cannot be found`, request: "POST /instances", status: 404 },
    next: "It may have been deleted outside this program, or belong to another project or region.",
  },
  {
    code: "TROVE_CONFLICT",
    resource: "conflict",
    args: ({ backup = "" }) => ({ restorePoint: { backupId: backup } }),
    says: ['Creating instance "conflict" failed: Trove answered 409 conflict: '],
    server: {
      says: "Unable to create instance because backup {backup} is not completed. Actual state: FAILED",
      request: "POST /instances",
      status: 409,
    },
    next: "Wait until it is, or use another if it has failed.",
  },
  {
    code: "TROVE_QUOTA",
    resource: "quota",
    args: () => ({ volume: { size: 1000 } }),
    says: ['Creating instance "quota" failed: Trove answered 413 overLimit: '],
    server: {
      says: "Volume 'size' cannot exceed maximum of 25 GB, 1000 cannot be accepted",
      request: "POST /instances",
      status: 413,
    },
    next: "Delete unused resources, request less, or ask the cloud's operator for a larger quota.",
  },
  {
    code: "TROVE_INSTANCE_FAILED",
    resource: "dbSERVER_ERROR",
    args: () => ({}),
    says: [
      'Instance "dbSERVER_ERROR" ({id}) is in ERROR. ',
      "Trove says: Failed to create server for instance {id}",
      "Fake server create error (HTTP 500)",
    ],
    next: "fix the cause, and the next `pulumi up` replaces it.",
  },
  {
    code: "TROVE_UNKNOWN_FLAVOR",
    resource: "unknown-flavor",
    args: () => ({ flavor: "m1.huge" }),
    says: ['flavor: this cloud has no flavor "m1.huge". ', "m1.small (2)"],
    next: "Use one of ",
  },
  {
    code: "TROVE_UNKNOWN_DATASTORE",
    resource: "unknown-datastore",
    args: () => ({ datastore: { type: "mysql", version: "9.9" } }),
    says: ['datastore.version: this cloud has no version "9.9" of mysql. ', "8.0.29"],
    next: "Use one of ",
  },
  {
    code: "TROVE_LEFTOVER",
    resource: "orphan",
    args: () => ({}),
    unnamed: true,
    says: [
      'No instance was created: "{orphanName}", the default name of this resource, is already the name of {orphan} ',
    ],
    next: "To adopt it, for example after an interrupted run, set adoptId to its id, or run once with `pulumi config set trove:resumeInterrupted true`",
  },
  {
    code: "TROVE_ADOPT",
    resource: "adopt",
    args: () => ({ adoptId: NOBODYS }),
    says: [`adoptId: instance ${NOBODYS} cannot be adopted: there is no such instance in project {project}, `],
    next: "Correct the id, or use the credentials of its project and region.",
  },
  {
    code: "TROVE_REFUSED",
    resource: "refused",
    args: ({ source = "" }) => ({ adoptId: source, datastore: { type: "mariadb" } }),
    says: [
      'Adopting instance "source" ({source}) was refused, nothing was changed. ',
      "datastore.type: the instance runs mysql, not mariadb. ",
    ],
    next: "or remove the type from the program.",
  },
];

/** All of a row's arguments: what is new has a flavor and a volume. */
export function argsOf({ resource, args, unnamed }: Create, names: Names): TroveInstanceArgs {
  const given = args(names);
  const isNew = given.replicaOf === undefined && given.adoptId === undefined;
  return {
    ...(isNew ? { flavor: "m1.small", volume: { size: 1 } } : {}),
    ...(unnamed ? {} : { name: resource }),
    ...given,
  };
}
