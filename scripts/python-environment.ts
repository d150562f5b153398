import { join } from "node:path";
import { root } from "./root.ts";
import { virtualEnvironment } from "./virtual-environment.ts";

const requirements = join(root, "scripts/python-requirements.txt");

/** Python with Pulumi's SDK, for programs in Python, and with what builds the wheel of ours. */
export const pythonEnvironment = virtualEnvironment("python", requirements, {
  what: "Pulumi's SDK for Python",
  packages: ["--requirement", requirements],
});
