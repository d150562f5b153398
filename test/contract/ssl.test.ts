import assert from "node:assert/strict";
import { contract } from "../support/cloud-contract.ts";
import { activeInstance, assertFault, type WireInstance } from "../support/cloud-instances.ts";

let instance: WireInstance;

const test = contract(undefined, async ({ demo }) => {
  instance = await activeInstance(demo, { name: "ssl" });
});
const path = () => `/instances/${instance.id}/ssl`;

test.on(18, "ssl")("TLS cannot be managed", async ({ demo }) => {
  for (const answer of [await demo.get(path()), await demo.post(path(), { ssl: { disable: 1 } })]) {
    assertFault(answer, 404, "itemNotFound", "The resource could not be found.");
  }
});

test.on(26, "ssl")("an instance has the certificate of its image", async ({ demo }) => {
  const answer = await demo.get(path());
  assert.deepEqual([answer.status, answer.body], [200, { ssl: { mode: "builtin" } }]);
});

const refused: readonly (readonly [ssl: object, message: string])[] = [
  [{ enable: 1 }, "You should provide container_ref for enabling ssl."],
  [{ enable: 1, disable: 1, container_ref: "x" }, "Cannot do several operations at once."],
  [{ mode: "nope" }, "Unknown SSL mode. Available options are: basic, enforced, mtls"],
  [
    { enable: 1, container_ref: "http://127.0.0.1/x" },
    "Endpoint not found for service_type=key-manager, endpoint_type=publicURL, endpoint_region=RegionOne.",
  ],
];

test.on(26, "ssl")("refuses a certificate that cannot be read", async ({ demo }) => {
  for (const [ssl, message] of refused) assertFault(await demo.post(path(), { ssl }), 400, "badRequest", message);
  assert.equal((await demo.post(path(), { ssl: { disable: 1 } })).status, 200);
});
