import type { PulumiFn } from "@pulumi/pulumi/automation/index.js";
import { NO_CLOUD } from "../../test/engine/harness.ts";
import { createTestStack, type TestStack } from "../../test/support/engine.ts";

/**
 * Creates a stack for the duration of `work`. It uses only the credentials in `env`, none of this machine.
 *
 * @param findsPlugin whether the project leads the engine to the plugin. @default false
 */
export async function withStack<T>(
  program: PulumiFn,
  env: Readonly<Record<string, string>>,
  work: (stack: TestStack) => Promise<T>,
  findsPlugin = false,
): Promise<T> {
  const stack = await createTestStack({ program, env: { ...NO_CLOUD, ...env }, findsPlugin });
  try {
    return await work(stack);
  } finally {
    await stack.remove();
  }
}
