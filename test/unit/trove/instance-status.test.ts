import assert from "node:assert/strict";
import { test } from "node:test";
import {
  guestNeverReported,
  hasBeenActive,
  isHealthy,
  isHealthyOrRestartRequired,
  isIdle,
  isTaskRunning,
  mayBeDeleting,
} from "../../../provider/trove/instance-status.ts";

const STATUSES = [
  "ACTIVE",
  "BACKUP",
  "BLOCKED",
  "BUILD",
  "DETACH",
  "EJECT",
  "ERROR",
  "FAILED",
  "HEALTHY",
  "PROMOTE",
  "REBOOT",
  "RESIZE",
  "RESTART_REQUIRED",
  "SHUTDOWN",
  "UNKNOWN",
  "UPGRADE",
  "",
] as const;
const OPERATING_STATUSES = [
  "HEALTHY",
  "ACTIVE",
  "BLOCKED",
  "BUILD",
  "ERROR",
  "FAILED",
  "NEW",
  "RESTARTING",
  "RESTART_REQUIRED",
  "SHUTDOWN",
  "",
] as const;
type Status = (typeof STATUSES)[number];
type OperatingStatus = (typeof OPERATING_STATUSES)[number];
/** By status, the operating statuses with which the predicate holds. */
type Table = { readonly [S in Status]?: readonly OperatingStatus[] };

const any = OPERATING_STATUSES;
const except = (...without: OperatingStatus[]) => any.filter((one) => !without.includes(one));
const all = (statuses: readonly Status[], operating: readonly OperatingStatus[]): Table =>
  Object.fromEntries(statuses.map((status) => [status, operating]));

const ONLY_AFTER_ACTIVE: readonly Status[] = [
  ...(["BACKUP", "BLOCKED", "DETACH", "EJECT", "PROMOTE", "REBOOT", "RESIZE", "UPGRADE"] as const),
];

const created = "2026-11-24T10:00:00Z";
const observed = (status: Status, operatingStatus: OperatingStatus, serviceStatusUpdated = "2026-11-24T11:00:00Z") => ({
  ...{ status, operatingStatus, created, serviceStatusUpdated },
});
type Observed = ReturnType<typeof observed>;

const predicates: Readonly<Record<string, readonly [predicate: (seen: Observed) => boolean, holds: Table]>> = {
  isHealthy: [isHealthy, { HEALTHY: any, ACTIVE: ["HEALTHY", "ACTIVE"] }],
  isHealthyOrRestartRequired: [
    isHealthyOrRestartRequired,
    { HEALTHY: any, RESTART_REQUIRED: any, ACTIVE: ["HEALTHY", "ACTIVE"] },
  ],
  isIdle: [isIdle, { HEALTHY: any, RESTART_REQUIRED: any, ACTIVE: except("") }],
  isTaskRunning: [
    isTaskRunning,
    all(["ACTIVE", "BUILD", "FAILED", "HEALTHY", "UNKNOWN", "", ...ONLY_AFTER_ACTIVE], [""]),
  ],
  hasBeenActive: [
    hasBeenActive,
    { ...all(["HEALTHY", "RESTART_REQUIRED", ...ONLY_AFTER_ACTIVE], any), ACTIVE: except("NEW", "BUILD") },
  ],
  guestNeverReported: [guestNeverReported, { ACTIVE: ["BUILD", "NEW"] }],
  "guestNeverReported, last report as old as the instance,": [
    (seen) => guestNeverReported({ ...seen, serviceStatusUpdated: created }),
    { BUILD: any, ACTIVE: ["BUILD", "ERROR", "NEW"] },
  ],
  mayBeDeleting: [mayBeDeleting, { ERROR: any, SHUTDOWN: any }],
};

for (const [name, [predicate, holds]] of Object.entries(predicates)) {
  test(`${name} over every status and operating status`, () => {
    for (const status of STATUSES) {
      const found = OPERATING_STATUSES.filter((operating) => predicate(observed(status, operating)));
      assert.deepEqual(found, holds[status] ?? [], status);
    }
  });
}

test("no two predicates are the same over all 187 combinations", () => {
  const combinations = STATUSES.flatMap((status) => OPERATING_STATUSES.map((operating) => observed(status, operating)));
  const results = Object.values(predicates).map(([predicate]) => combinations.map(predicate).join());
  assert.equal(combinations.length, 187);
  assert.equal(new Set(results).size, results.length);
});

test("a report more than two seconds after the creation is the guest agent's own", () => {
  assert.equal(guestNeverReported(observed("BUILD", "", "2026-11-24T10:00:02Z")), true);
  assert.equal(guestNeverReported(observed("BUILD", "", "2026-11-24T10:00:03Z")), false);
});
