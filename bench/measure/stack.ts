import type { PulumiFn } from "@pulumi/pulumi/automation/index.js";
import { NO_CLOUD } from "../../test/engine/harness.ts";
import { createTestStack, type TestStack } from "../../test/support/engine.ts";

/** A stack for the length of `work`, that logs in to the cloud that `env` names and to nothing else of this machine. */
export async function withStack<T>(
  program: PulumiFn,
  env: Readonly<Record<string, string>>,
  work: (stack: TestStack) => Promise<T>,
): Promise<T> {
  const stack = await createTestStack({ program, env: { ...NO_CLOUD, ...env } });
  try {
    return await work(stack);
  } finally {
    await stack.remove();
  }
}
