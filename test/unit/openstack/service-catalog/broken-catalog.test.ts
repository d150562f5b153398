import assert from "node:assert/strict";
import { test } from "node:test";
import { howToSet } from "../../../../provider/openstack/credentials/setting-advice.ts";
import { readRackspaceToken } from "../../../../provider/openstack/login/read-rackspace-token.ts";
import { readToken } from "../../../../provider/openstack/login/read-token.ts";
import { findEndpoint } from "../../../../provider/openstack/service-catalog/find-endpoint.ts";

const place = { url: "https://keystone", howToSet: howToSet() };
const response = { status: 201, headers: {}, requestId: undefined, serverDate: Date.parse("2026-01-01T00:00:00Z") };
const expires = "2026-01-01T01:00:00Z";
/** What no service and no endpoint is, and what cannot be made a text. */
const BROKEN = [
  0,
  null,
  "text",
  [],
  { type: 5 },
  { type: { toString: 1 }, endpoints: 5 },
  { endpoints: [null, 0, {}] },
];

test("broken entries of Keystone's catalog are skipped", () => {
  const endpoint = { interface: "public", region_id: "One", url: "https://trove" };
  const service = { type: "database", endpoints: [null, 0, "text", endpoint] };
  const body = { token: { expires_at: expires, project: { id: "p1" }, catalog: [...BROKEN, service] } };
  const token = readToken({ ...response, body }, place, "id");
  assert.equal(findEndpoint(token, { interface: "public", origin: undefined }).endpoint, "https://trove/v1.0/p1");
});

test("broken entries of Rackspace's catalog are skipped", () => {
  const endpoint = { region: "DFW", publicURL: "https://trove" };
  const service = { type: "rax:database", endpoints: [null, 0, "text", endpoint] };
  const token = { id: "id", expires, tenant: { id: "1100" } };
  const body = { access: { token, serviceCatalog: [...BROKEN, service] } };
  const read = readRackspaceToken({ ...response, body }, place);
  assert.equal(findEndpoint(read, { interface: "public", origin: undefined }).endpoint, "https://trove/v1.0/1100");
});

test("a token of Rackspace whose account is no text and no number belongs to none", () => {
  for (const id of [null, { toString: 1 }, []]) {
    const body = { access: { token: { id: "id", expires, tenant: { id } } } };
    assert.throws(() => readRackspaceToken({ ...response, body }, place), {
      code: "TROVE_AUTH",
      message: /no account/,
    });
  }
});
