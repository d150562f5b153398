import type { Session, SessionRequest } from "../openstack/session.ts";
import { secretsIn } from "./errors/secrets.ts";
import { toTroveError } from "./errors/to-trove-error.ts";

/**
 * Sends one request and gives the body of its answer.
 *
 * @param what What is being done, to begin an error with: `Creating instance "db"`.
 * @throws {ApiError} the server refused it; other errors are those of `Http.request`.
 */
export async function callTrove(session: Session, what: string, request: SessionRequest): Promise<unknown> {
  try {
    const { body } = await session.request(request);
    return body;
  } catch (error) {
    throw toTroveError(error, what, secretsIn(request.json));
  }
}
