import assert from "node:assert/strict";
import { contract } from "../support/cloud-contract.ts";
import { databaseNames, listed } from "../support/cloud-guest.ts";
import {
  action,
  activeInstances,
  assertFault,
  inStatus,
  settled,
  show,
  type WireInstance,
} from "../support/cloud-instances.ts";
import { differs } from "../support/differences.ts";

let instance: WireInstance, unlucky: WireInstance;

const test = contract(undefined, async ({ demo }) => {
  [instance, unlucky] = (await activeInstances(demo, { name: "action" }, { name: "x RESIZE_ERROR" })) as [
    WireInstance,
    WireInstance,
  ];
});

const large = "Volume 'size' cannot exceed maximum of 25 GB, 26 cannot be accepted.";
const refused: readonly (readonly [body: object, fault: string, message: string])[] = [
  [{}, "500 instanceFault", "Internal Server Error. "],
  [{ nonsense: {} }, "500 instanceFault", "Internal Server Error. "],
  [{ resize: {} }, "500 instanceFault", "Internal Server Error. "],
  [{ restart: null }, "400 badRequest", "Validation error: restart None is not of type 'object'"],
  [
    { resize: { flavorRef: "1" } },
    "400 badRequest",
    "The new flavor id must be different than the current flavor id of '1'.",
  ],
  [
    { resize: { flavorRef: 1 } },
    "400 badRequest",
    "The new flavor id must be different than the current flavor id of '1'.",
  ],
  [{ resize: { flavorRef: "77" } }, "400 badRequest", "Resource 77 cannot be found."],
  [{ resize: { flavorRef: "m1.small" } }, "400 badRequest", "Resource m1.small cannot be found."],
  [{ resize: { flavorRef: "eph" } }, "501 notImplemented", "Local storage support is not enabled."],
  [
    { resize: { volume: { size: 1 } } },
    "400 badRequest",
    "The new volume 'size' must be larger than the current volume size of '1'.",
  ],
  [{ resize: { volume: { size: 0 } } }, "400 badRequest", "Validation error: resize['volume']['size'] 0 is not valid"],
  [
    { resize: { volume: { size: "x" } } },
    "400 badRequest",
    "Validation error: resize['volume']['size'] 'x' is not valid",
  ],
  [{ resize: { volume: { size: 26 } } }, "413 overLimit", large],
  [{ reset_status: {} }, "403 forbidden", "Policy doesn't allow instance:reset_status to be performed."],
];

test("refuses each invalid action with its own error", async ({ demo }) => {
  for (const [body, fault, message] of refused) {
    const answer = await action(demo, instance.id, body);
    assert.equal(`${answer.status} ${answer.fault?.key}`, fault, answer.text);
    assert.ok(answer.fault?.message.startsWith(message), answer.fault?.message);
    assert.equal(answer.headers.get("retry-after"), null);
  }
  const { id } = instance;
  const replica = `Instance ${id} is not a replica.`;
  assertFault(await action(demo, id, { promote_to_replica_source: {} }), 400, "badRequest", replica);
  const source = `Instance ${id} is not a replica source.`;
  assertFault(await action(demo, id, { eject_replica_source: {} }), 400, "badRequest", source);
  assert.equal((await settled(demo, id)).status, "ACTIVE");
});

test("a flavor changes through RESIZE: actions are 422, databases can be read", async ({ demo }) => {
  const { id } = instance;
  assert.deepEqual([(await action(demo, id, { resize: { flavorRef: "2" } })).status], [202]);
  const under = await show(demo, id);
  assert.deepEqual([under.status, under.operating_status], ["RESIZE", ""]);
  const busy = `Instance ${id} is not currently available for an action to be performed (task status was RESIZING).`;
  assertFault(await action(demo, id, { restart: {} }), 422, "unprocessableEntity", busy);
  assert.equal((await demo.get(`/instances/${id}/databases`)).status, 200);
  const done = await settled(demo, id);
  assert.equal(done.flavor.id, "2");
  assert.equal(done.fault?.message.replace(/\s+/g, " "), busy);
});

test("a volume grows through RESIZE; its size can be a number or a string", async ({ demo }) => {
  for (const [size, grown] of [
    [2, 2],
    ["3", 3],
  ]) {
    assert.equal((await action(demo, instance.id, { resize: { volume: { size } } })).status, 202);
    assert.equal((await show(demo, instance.id)).status, "RESIZE");
    assert.equal((await settled(demo, instance.id)).volume.size, grown);
  }
});

test("a restart is REBOOT, in which the databases are 422", async ({ demo }) => {
  const { id } = instance;
  assert.equal((await action(demo, id, { restart: {} })).status, 202);
  const under = await inStatus(demo, id, "REBOOT");
  assert.equal(under.operating_status, "");
  const answer = await demo.get(`/instances/${id}/users`);
  assertFault(answer, 422, "unprocessableEntity", `Instance ${id} is not ready, status: restarting.`);
  await settled(demo, id);
});

test("a resize that fails ends ACTIVE with the old flavor, and a fault", async ({ demo }) => {
  assert.equal((await action(demo, unlucky.id, { resize: { flavorRef: "2" } })).status, 202);
  await inStatus(demo, unlucky.id, "RESIZE");
  const done = await settled(demo, unlucky.id);
  assert.deepEqual([done.status, done.flavor.id], ["ACTIVE", "1"]);
  const fault = differs("resize-fault", { 18: /flavor_id=1 and not 2/, 26: /flavor=m1\.tiny and not m1\.small/ });
  assert.match(done.fault?.message ?? "", fault);
});

test("databases can be created during a resize", async ({ demo }) => {
  const { id } = instance;
  assert.equal((await action(demo, id, { resize: { flavorRef: "1" } })).status, 202);
  await inStatus(demo, id, "RESIZE");
  assert.equal((await demo.post(`/instances/${id}/databases`, { databases: [{ name: "during" }] })).status, 202);
  await settled(demo, id);
  await listed(() => databaseNames(demo, id), "during");
});
