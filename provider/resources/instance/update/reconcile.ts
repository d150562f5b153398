import { InterruptedError } from "../../errors/interrupted-error.ts";
import { assertContentsCanChange, contents } from "../../guest/contents.ts";
import { restartIfOwed } from "../../instance-actions/restart.ts";
import { namingArgument } from "../refused-argument.ts";
import type { InstanceState } from "../state.ts";
import { assertConfigurationCanChange, newConfigurationOn, oldConfigurationOff } from "./configuration.ts";
import type { Work } from "./reconciliation.ts";
import { replicasAfterGroupChange } from "./replication-group.ts";
import { flavor, leaveSource, nameAndAccess, records, version, volume } from "./steps.ts";

/** One after another, in this order: Trove takes one change of an instance at a time. */
const STEPS: readonly ((work: Work) => Promise<void> | void)[] = [
  // First: a final backup that the program asks for must protect the instance whatever else fails.
  records,
  assertContentsCanChange,
  assertConfigurationCanChange,
  nameAndAccess,
  leaveSource,
  oldConfigurationOff,
  version,
  volume,
  newConfigurationOn,
  replicasAfterGroupChange,
  flavor,
  restartIfOwed,
  contents,
];

/**
 * Brings an instance that is in service to what the program says. Each step looks first and does only what differs.
 * Wherever it stops, what was reached is told.
 */
export async function converge(work: Work): Promise<InstanceState> {
  work.remember({ pending: ["update"] });
  try {
    for (const step of STEPS) await step(work);
    work.remember({ pending: [] });
    return work.state;
  } catch (error) {
    throw new InterruptedError(work.id, work.state, namingArgument(error, work.wanted, work.state.datastoreType), [
      ...work.changed,
    ]);
  }
}
