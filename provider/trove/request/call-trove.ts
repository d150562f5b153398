import type { z } from "zod";
import type { Session, SessionRequest } from "../../openstack/session.ts";
import { secretsIn } from "../errors/response/secrets.ts";
import { toTroveError } from "../errors/response/to-trove-error.ts";
import { parseBody } from "./parse-body.ts";

/**
 * Sends one request and returns the body of the response.
 *
 * @param what the operation, for errors: `Creating instance "db"`.
 * @param schema the schema of the body; without one, the body is not checked.
 * @throws {ApiError} the server refused the request; other errors are those of `Http.request`.
 * @throws {UnexpectedAnswerError} the body does not match the schema.
 */
export async function callTrove<T = unknown>(
  session: Session,
  what: string,
  request: SessionRequest,
  schema?: z.ZodType<T>,
): Promise<T> {
  const { body, requestId } = await send(session, what, request);
  return schema === undefined ? (body as T) : parseBody(schema, body, what, requestId);
}

async function send(session: Session, what: string, request: SessionRequest) {
  const secrets = secretsIn(request.json);
  try {
    return await session.request({ ...request, holdsPassword: secrets.length > 0 });
  } catch (error) {
    throw toTroveError(error, what, secrets);
  }
}
