import fc from "fast-check";
import type { InstanceRecord } from "../../simulator/index.ts";
import { databaseNames, groupNames, passwords, plain, ranges, userKeys } from "./names.ts";

/** A change of an instance outside of Pulumi. */
export type Disturbance =
  | { readonly kind: "delete" }
  | { readonly kind: "rename"; readonly name: string }
  | { readonly kind: "resize"; readonly flavor: string }
  | { readonly kind: "grow" }
  | { readonly kind: "upgrade" }
  | { readonly kind: "configuration"; readonly group: string | undefined }
  | { readonly kind: "access"; readonly access: { readonly isPublic: boolean; readonly allowedCidrs: string[] } }
  | { readonly kind: "database"; readonly name: string; readonly there: boolean }
  | { readonly kind: "user"; readonly key: string; readonly password: string | undefined }
  | { readonly kind: "grant"; readonly key: string; readonly database: string; readonly granted: boolean };

const database = fc.constantFrom(...databaseNames);
const key = fc.constantFrom(...userKeys);

export const disturbances: fc.Arbitrary<Disturbance> = fc.oneof(
  plain({ kind: fc.constant("delete" as const) }),
  plain({ kind: fc.constant("rename" as const), name: fc.constantFrom("first", "stranger") }),
  plain({ kind: fc.constant("resize" as const), flavor: fc.constantFrom("1", "2", "3") }),
  plain({ kind: fc.constant("grow" as const) }),
  plain({ kind: fc.constant("upgrade" as const) }),
  plain({
    kind: fc.constant("configuration" as const),
    group: fc.option(fc.constantFrom(...groupNames), { nil: undefined, freq: 2 }),
  }),
  plain({ kind: fc.constant("access" as const), access: ranges }),
  {
    weight: 2,
    arbitrary: plain({ kind: fc.constant("database" as const), name: database, there: fc.boolean() }),
  },
  {
    weight: 2,
    arbitrary: plain({
      kind: fc.constant("user" as const),
      key,
      password: fc.option(fc.constantFrom(...passwords), { nil: undefined, freq: 2 }),
    }),
  },
  {
    weight: 2,
    arbitrary: plain({ kind: fc.constant("grant" as const), key, database, granted: fc.boolean() }),
  },
);

const LARGEST = 6;

/** The part of the cloud other than instances. */
export interface Surroundings {
  readonly newest: InstanceRecord["version"] | undefined;
  /** The ids of the configuration groups, all for the newest version. */
  readonly groups: Readonly<Record<string, string>>;
}

/** Changes the record of an instance to the result of Trove's operation. Does not delete it. */
export function disturb(record: InstanceRecord, disturbance: Disturbance, { newest, groups }: Surroundings): void {
  switch (disturbance.kind) {
    case "rename":
      record.name = disturbance.name;
      return;
    case "resize":
      record.flavor = disturbance.flavor;
      return;
    case "grow":
      record.volume.size = Math.min(LARGEST, record.volume.size + 1);
      return;
    case "upgrade":
      record.version = newest ?? record.version;
      return;
    case "configuration":
      if (record.version === newest) record.configurationId = groups[disturbance.group ?? ""];
      return;
    case "access":
      record.access = {
        is_public: disturbance.access.isPublic,
        allowed_cidrs: disturbance.access.allowedCidrs,
      };
      return;
    case "database":
      disturbDatabase(record, disturbance.name, disturbance.there);
      return;
    case "user":
      disturbUser(record, disturbance.key, disturbance.password);
      return;
    case "grant":
      disturbGrant(record, disturbance);
  }
}

function disturbDatabase(record: InstanceRecord, name: string, there: boolean): void {
  const others = record.databases.filter((database) => database.name !== name);
  const added = there ? [{ name, characterSet: undefined, collate: undefined }] : [];
  if (there === (others.length === record.databases.length)) record.databases = [...others, ...added];
}

/** MySQL drops the grants of a dropped user. */
function disturbUser(record: InstanceRecord, key: string, password: string | undefined): void {
  const [name = "", host = ""] = key.split("@");
  const others = record.users.filter((user) => user.name !== name || user.host !== host);
  record.users = password === undefined ? others : [...others, { name, host, password, databases: [] }];
}

function disturbGrant(record: InstanceRecord, { key, database, granted }: Disturbance & { kind: "grant" }): void {
  const user = record.users.find(({ name, host }) => `${name}@${host}` === key);
  if (user === undefined || !record.databases.some(({ name }) => name === database)) return;
  user.databases = user.databases.filter((name) => name !== database);
  if (granted) user.databases.push(database);
}
