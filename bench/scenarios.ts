import { withUsers } from "./measure/instances.ts";
import type { Scenario } from "./scenario.ts";
import { destroy } from "./scenarios/destroy.ts";
import { hosts } from "./scenarios/hosts.ts";
import { interruption } from "./scenarios/interruption.ts";
import { loadingTime } from "./scenarios/loading-time.ts";
import { refresh } from "./scenarios/refresh.ts";
import { scale } from "./scenarios/scale.ts";
import { seen } from "./scenarios/seen.ts";
import { servers } from "./scenarios/servers.ts";
import { unchanged } from "./scenarios/unchanged.ts";
import { up } from "./scenarios/up.ts";
import { upBeyondTheBudget } from "./scenarios/up-beyond-the-budget.ts";

const both = ["simulator", "real"] as const;
const simulator = ["simulator"] as const;

/** Two more requests per instance: its databases and its users. */
const readOfUsers = (count: number) => 8 + 2 * count;

export const scenarios: readonly Scenario[] = [
  {
    name: "loading",
    what: "loading, in fresh processes, 10 runs",
    ...{ seconds: 10, clouds: simulator, byDefault: true },
    run: async () => ({ rows: await loadingTime(), bounds: [] }),
  },
  {
    name: "hosts",
    what: "the dynamic host and the plugin: start, memory and CPU time, 200 and 500 instances",
    ...{ seconds: 200, clouds: simulator, byDefault: true },
    run: hosts,
  },
  {
    name: "interruption",
    what: "from SIGINT to the end of `pulumi up`, 3 runs",
    ...{ seconds: 40, clouds: simulator, byDefault: true },
    run: async () => ({ rows: await interruption(), bounds: [] }),
  },
  {
    name: "up-1",
    what: "`up` of 1 instance, boot 5 s",
    ...{ seconds: 20, clouds: both, byDefault: true },
    run: (kind) => up(kind, { count: 1, boot: 5 }),
  },
  {
    name: "up-20",
    what: "`up` of 20 instances, boot 5 s",
    ...{ seconds: 25, clouds: both, byDefault: true },
    run: (kind) => up(kind, { count: 20, boot: 5 }),
  },
  {
    name: "up-100",
    what: "`up` of 100 instances, boot 30 s",
    ...{ seconds: 80, clouds: both, byDefault: true },
    run: (kind) => up(kind, { count: 100, boot: 30, bounded: true }),
  },
  {
    name: "up-500",
    what: "`up` of 500 instances, boot 5 s, beside idle resources",
    ...{ seconds: 150, clouds: simulator, byDefault: true },
    run: (kind) => upBeyondTheBudget(kind, { count: 500 }),
  },
  {
    name: "up-500-defaults",
    what: "the same, with Node's default memory settings",
    ...{ seconds: 150, clouds: simulator, byDefault: false },
    run: (kind) => upBeyondTheBudget(kind, { count: 500, env: {} }),
  },
  {
    name: "users-100",
    what: "`up` of 100 instances with a database and 10 users each, boot 30 s",
    ...{ seconds: 90, clouds: both, byDefault: true },
    run: (kind) => up(kind, { count: 100, boot: 30, recipe: withUsers }),
  },
  {
    name: "seen-20",
    what: "from ACTIVE at the server to done in the engine, 20 instances, boot 30 s",
    ...{ seconds: 45, clouds: both, byDefault: true },
    run: (kind) => seen(kind, 20),
  },
  {
    name: "unchanged-100",
    what: "`up` that changes nothing, 100 instances",
    ...{ seconds: 40, clouds: both, byDefault: true },
    run: (kind) => unchanged(kind, 100),
  },
  {
    name: "refresh-100",
    what: "`refresh` of 100 instances",
    ...{ seconds: 60, clouds: both, byDefault: true },
    run: (kind) => refresh(kind, { count: 100, most: 8 }),
  },
  {
    name: "refresh-users-100",
    what: "`refresh` of 100 instances with a database and 10 users each",
    ...{ seconds: 90, clouds: both, byDefault: true },
    run: (kind) => refresh(kind, { count: 100, recipe: withUsers, most: readOfUsers(100) }),
  },
  {
    name: "refresh-500",
    what: "`refresh` of 500 instances",
    ...{ seconds: 200, clouds: simulator, byDefault: false },
    run: (kind) => refresh(kind, { count: 500 }),
  },
  {
    name: "destroy-100",
    what: "`destroy` of 100 instances",
    ...{ seconds: 50, clouds: both, byDefault: true },
    run: (kind) => destroy(kind, 100),
  },
  {
    name: "postgresql-20",
    what: "20 instances with PostgreSQL servers, from the first request to a login to each",
    ...{ seconds: 20, clouds: simulator, byDefault: true },
    run: () => servers({ datastore: "postgresql", count: 20, seconds: 5, memory: 150 }),
  },
  {
    name: "mariadb-10",
    what: "10 instances with MariaDB servers, from the first request to a login to each",
    ...{ seconds: 15, clouds: simulator, byDefault: true },
    run: () => servers({ datastore: "mariadb", count: 10, seconds: 3, memory: 400 }),
  },
  {
    name: "scale-100",
    what: "up, no change, refresh and destroy of 100 instances without a rate limit, boot 2 s",
    ...{ seconds: 90, clouds: simulator, byDefault: true },
    run: (kind) => scale(kind, 100),
  },
  {
    name: "scale-250",
    what: "up, no change, refresh and destroy of 250 instances without a rate limit, boot 2 s",
    ...{ seconds: 180, clouds: simulator, byDefault: true },
    run: (kind) => scale(kind, 250),
  },
  {
    name: "scale-500",
    what: "up, no change, refresh and destroy of 500 instances without a rate limit, boot 2 s",
    ...{ seconds: 400, clouds: simulator, byDefault: false },
    run: (kind) => scale(kind, 500),
  },
  {
    name: "scale-1000",
    what: "up, no change, refresh and destroy of 1000 instances without a rate limit, boot 2 s",
    ...{ seconds: 1200, clouds: simulator, byDefault: false },
    run: (kind) => scale(kind, 1000),
  },
];
