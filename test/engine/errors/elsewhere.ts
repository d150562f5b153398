import { NOBODYS, type Row } from "./row.ts";

/** `lookup.test.ts` provokes it. */
export const lookup: Row = {
  code: "TROVE_LOOKUP",
  resource: "found",
  says: [`Instance ${NOBODYS} does not exist in project {project}, region RegionOne. `],
  next: "Correct the id, or use the credentials of its project and region.",
};

/** `lookups.test.ts` provokes it. It is an error of the program, not of a resource. */
export const ambiguousLookup: Row = {
  code: "TROVE_AMBIGUOUS_LOOKUP",
  resource: "",
  says: ['2 instances are named "orders" in project {project}, region RegionOne: {ids}. '],
  next: "Look one up by its id.",
};

/** `interruption.test.ts` provokes it. */
export const cancelled: Row = {
  code: "TROVE_CANCELLED",
  resource: "db",
  says: ['" ({id}) to become ACTIVE (last seen: BUILD): cancelled. '],
  next: "Run the same command again to continue.",
};

/** `configuration.test.ts` provokes them. */
export const configurationGroups = {
  attached: {
    code: "TROVE_CONFIGURATION_ATTACHED",
    resource: "settings",
    says: ['Configuration group "settings" ({group}) was not deleted: it is attached to instance {id}. '],
    next: "Detach it from them, or delete them, then run `pulumi up` or `pulumi destroy` again.",
  },
  unchanged: {
    code: "TROVE_CONFIGURATION_CHANGE",
    resource: "settings",
    says: [
      'Configuration group "settings" ({group}) was not changed: it is attached to instance "theirs" ({id}) (ERROR), to ' +
        "which Trove cannot apply the values. ",
    ],
    next: "Have each repaired, or detach the group from it, then run `pulumi up` again.",
  },
} satisfies Readonly<Record<string, Row>>;

/** `backup.test.ts` provokes them. */
export const backups = {
  failed: {
    code: "TROVE_BACKUP_FAILED",
    resource: "dump",
    says: ['Backup "BACKUP_ERROR" ({backup}) of instance "', "({id}), started at ", ", is FAILED. "],
    next: "The next `pulumi up` deletes this backup and takes another.",
  },
  kept: {
    code: "TROVE_HAS_INCREMENTALS",
    resource: "dump",
    says: [
      "({backup}) was not deleted: Trove would also delete the backups that are based on it, which this run does not " +
        'delete: "theirs" ({other}). ',
    ],
    next: "Delete them first, or keep this backup with the resource option retainOnDelete.",
  },
} satisfies Readonly<Record<string, Row>>;

/** `errors-children.test.ts` provokes them. */
export const children = {
  badId: {
    code: "TROVE_BAD_ID",
    resource: "found",
    says: ['The id "reports" does not have the form <instance id>/<name>, in which <instance id> is a UUID. '],
    next: "Correct the id.",
  },
  gone: {
    code: "TROVE_GONE",
    resource: "reader",
    says: ['User "reader@%" no longer exists on instance "', "({id}). "],
    next: "Run `pulumi refresh` to remove it from the state; the next `pulumi up` then creates a new one.",
  },
} satisfies Readonly<Record<string, Row>>;
