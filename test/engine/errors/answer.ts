import { randomUUID } from "node:crypto";

/** An answer that a fault gives, with a request id, as Trove gives it to all of its own. */
export function answer(status: number, body: unknown, more: Readonly<Record<string, string>> = {}) {
  const headers = { "x-openstack-request-id": `req-${randomUUID()}`, ...more };
  return { type: "status", status, body, headers } as const;
}
