import { ConnectionError } from "../http/errors/connection-error.ts";
import { RequestTimeoutError } from "../http/errors/request-timeout-error.ts";
import { ConfigError } from "../openstack/errors/config-error.ts";

/** Whether an error says that there is no cloud to ask here: a preview goes on without one, with a warning. */
export function isUnreachable(error: unknown): error is Error {
  if (error instanceof ConfigError) return error.missing;
  return error instanceof ConnectionError || error instanceof RequestTimeoutError;
}
