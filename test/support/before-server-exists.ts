import { type Answer, type CloudApi, until } from "./cloud-api.ts";
import { createInstance, show } from "./cloud-instances.ts";

const TRIES = 20;
const IN_SERVICE: readonly string[] = ["ACTIVE", "RESTART_REQUIRED"];

/**
 * Sends a request for an instance that has no server yet. If the response is not "is not ready", the request was too
 * late, and the next try uses a new instance.
 */
export async function askBeforeServerExists(
  api: CloudApi,
  ask: (id: string) => Promise<Answer>,
  fields: Readonly<Record<string, unknown>> = {},
): Promise<{ readonly id: string; readonly answer: Answer }> {
  for (let tries = 1; ; tries++) {
    const { id } = await createInstance(api, { name: "young", ...fields });
    const answer = await ask(id);
    await until(
      `instance ${id} in service`,
      () => show(api, id),
      ({ status }) => IN_SERVICE.includes(status),
    );
    if (answer.text.includes("is not ready.") || tries === TRIES) return { id, answer };
  }
}
