import type { Answer, CloudApi } from "./cloud-api.ts";
import { createInstance, settled } from "./cloud-instances.ts";

const TRIES = 5;

/**
 * Asks something of an instance that has no server yet. That lasts a tenth of a second: where the answer is not 422 it
 * came too late, and another instance is made.
 */
export async function inFirstMoments(
  api: CloudApi,
  ask: (id: string) => Promise<Answer>,
  fields: Readonly<Record<string, unknown>> = {},
): Promise<{ readonly id: string; readonly answer: Answer }> {
  for (let tries = 1; ; tries++) {
    const { id } = await createInstance(api, { name: "young", ...fields });
    const answer = await ask(id);
    await settled(api, id);
    if (answer.status === 422 || tries === TRIES) return { id, answer };
  }
}
