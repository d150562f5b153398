import { join } from "node:path";
import { root } from "./root.ts";
import { ensureVirtualEnvironment, pythonOf, virtualEnvironment } from "./virtual-environment.ts";

const version = "26.0.0";
const constraints = join(root, "test/real-trove/trove-26-constraints.txt");
const environment = virtualEnvironment(`trove-${version}`, constraints, {
  what: `Trove ${version}`,
  packages: ["--constraint", constraints, `trove==${version}`],
});

/** The path of the Python that imports Trove 26. It exists only after `ensureTrove26`. */
export const trove26Python: string = pythonOf(environment);

/**
 * Installs Trove 26 from PyPI, unless it is installed already.
 *
 * @throws {Error} with the missing package or the output of the failed command.
 */
export function ensureTrove26(): Promise<void> {
  return ensureVirtualEnvironment(environment);
}
