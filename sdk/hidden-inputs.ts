import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import type { Problem } from "./keyed.ts";

/**
 * What the provider has to know beside the arguments, and the engine does not tell it. `__` keeps these out of Pulumi's
 * display.
 */
export function hiddenInputs(
  name: string,
  type: string,
  options: pulumi.CustomResourceOptions,
  problems: pulumi.Input<Problem[]>[],
) {
  const urn = pulumi.createUrn(name, type, options.parent);
  return {
    __urn: urn,
    __defaultName: urn.apply((text) => `${name}-${createHash("sha256").update(text).digest("hex").slice(0, 7)}`),
    __timeouts: options.customTimeouts,
    __preview: pulumi.runtime.isDryRun(),
    __problems: pulumi.all(problems).apply((lists) => lists.flat()),
  };
}
