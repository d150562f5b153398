import { CustomResource } from "@pulumi/pulumi";
import type { PulumiFn } from "@pulumi/pulumi/automation/index.js";
import { plain } from "./instances.ts";

const provider = `exports.handler = () => ({
  check: async (olds, inputs) => ({ inputs }),
  create: async (inputs) => ({ id: String(Math.random()), outs: inputs }),
})`;

class Idle extends CustomResource {
  constructor(name: string) {
    super("pulumi-nodejs:dynamic/bench:Idle", name, { __provider: provider, ...plain.args });
  }
}

/** Resources of the same host with the inputs of instances, whose provider does nothing. */
export function idleResources(count: number): PulumiFn {
  return async () => {
    for (let index = 0; index < count; index++) new Idle(`db-${index}`);
  };
}
