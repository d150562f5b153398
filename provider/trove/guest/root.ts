import { z } from "zod";
import type { Session, SessionRequest } from "../../openstack/session.ts";
import { callTrove } from "../request/call-trove.ts";
import { idSegment } from "../request/paths.ts";
import type { CallOptions } from "../types.ts";

const enabled = z.object({ rootEnabled: z.boolean() });
const superuser = z.object({ user: z.object({ name: z.string(), password: z.string() }) });

/** Within the request, Trove waits for the guest agent (`trove/guestagent/api.py`). */
const GUEST_TIMEOUT_MS = 200_000;

/** The superuser of a database server. */
export interface RootUser {
  readonly name: string;
  /** Secret. Trove shows it only in the response to the request that sets it. */
  readonly password: string;
}

/**
 * `/instances/{id}/root` (`trove/extensions/common/service.py`, `RootController`). Every call but `isEnabled` needs a
 * running database; otherwise it throws a `BusyError` or a `GuestUnreachableError`.
 */
export class Root {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Whether root was enabled. Before Trove 25 it stays true after root was disabled. */
  async isEnabled(instanceId: string, options: CallOptions = {}): Promise<boolean> {
    const what = `Reading whether root is enabled on instance ${instanceId}`;
    return (await this.#call(what, { method: "GET", path: rootPath(instanceId), ...options }, enabled)).rootEnabled;
  }

  /**
   * Enables root, or sets another password if it is enabled.
   *
   * @param password a random one by default
   */
  async enable(instanceId: string, password: string | undefined, options: CallOptions = {}): Promise<RootUser> {
    const json = password === undefined ? undefined : { password };
    const request: SessionRequest = { method: "POST", path: rootPath(instanceId), json, repeatable: true, ...options };
    return (await this.#call(`Enabling root on instance ${instanceId}`, request, superuser)).user;
  }

  /** Disables root. @throws {NotFoundError} it has never been enabled. */
  async disable(instanceId: string, options: CallOptions = {}): Promise<void> {
    const what = `Disabling root on instance ${instanceId}`;
    await this.#call(what, { method: "DELETE", path: rootPath(instanceId), ...options });
  }

  #call<T = unknown>(what: string, request: SessionRequest, schema?: z.ZodType<T>): Promise<T> {
    return callTrove(this.#session, what, { timeoutMs: GUEST_TIMEOUT_MS, ...request }, schema);
  }
}

function rootPath(instanceId: string): string {
  return `/instances/${idSegment(instanceId)}/root`;
}
