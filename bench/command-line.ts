import { parseArgs } from "node:util";
import type { CloudKind } from "../test/support/cloud-options.ts";
import type { Scenario } from "./scenario.ts";

export const USAGE = `npm run bench -- [scenario ...] [--cloud simulator|real] [--list]

Without names, runs the scenarios that --list marks with a star. The exit code is 1 if a bound is missed.
`;

export interface CommandLine {
  readonly kind: CloudKind;
  readonly list: boolean;
  readonly chosen: readonly Scenario[];
}

/** @throws {TypeError} for an unknown flag, cloud or scenario, or a scenario that does not run on the cloud. */
export function parseCommandLine(argv: readonly string[], scenarios: readonly Scenario[]): CommandLine {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { cloud: { type: "string", default: "simulator" }, list: { type: "boolean", default: false } },
  });
  const { cloud: kind, list } = values;
  if (kind !== "simulator" && kind !== "real") throw new TypeError(`--cloud takes simulator or real, not "${kind}"`);
  const names = positionals.map((name) => scenarioOf(name, kind, scenarios));
  const unnamed = scenarios.filter(({ byDefault, clouds }) => byDefault && clouds.includes(kind));
  return { kind, list, chosen: names.length === 0 ? unnamed : names };
}

function scenarioOf(name: string, kind: CloudKind, scenarios: readonly Scenario[]): Scenario {
  const found = scenarios.find((scenario) => scenario.name === name);
  if (found === undefined) {
    throw new TypeError(`Unknown scenario "${name}". The scenarios: ${scenarios.map((one) => one.name).join(", ")}.`);
  }
  if (!found.clouds.includes(kind)) throw new TypeError(`"${name}" does not run with --cloud ${kind}.`);
  return found;
}
