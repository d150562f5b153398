import assert from "node:assert/strict";
import { test } from "node:test";
import type { Effect } from "trove-simulator";
import { openApi, until } from "../support/cloud-api.ts";
import { createInstance } from "../support/cloud-instances.ts";
import type { HostError } from "../support/dynamic-host.ts";
import { asked, checked, created, failureOf, properties, startWorld, type World } from "./world.ts";

const TROVES_500 = { computeFault: { code: 500, message: "The server has either erred or is incapable…" } };

/** What can become of the answer to a create that Trove executed. */
const AFTER_EFFECT: Readonly<Record<string, Effect>> = {
  "a reset": { type: "reset", when: "after" },
  "an answer that breaks off": { type: "truncate" },
  "Trove's own 500": { type: "status", status: 500, body: TROVES_500, when: "after" },
  "a proxy's 502": { type: "status", status: 502, body: "<html><title>Bad Gateway</title></html>", when: "after" },
  "a proxy's 504": { type: "status", status: 504, body: {}, when: "after" },
  "a 408": { type: "status", status: 408, body: {}, when: "after" },
  "a page instead of JSON": { type: "status", status: 200, body: "<html>hello</html>", when: "after" },
  "JSON that is no instance": { type: "status", status: 200, body: { instance: null }, when: "after" },
  "an empty answer": { type: "status", status: 200, when: "after" },
};

for (const [name, effect] of Object.entries(AFTER_EFFECT)) {
  test(`${name} after the create took effect ends with that one instance`, async (t) => {
    const { cloud, start } = await startWorld(t);
    const host = await start();
    cloud.faults.add({ method: "POST", path: "/instances$", effect });
    const { id, outs } = await created(host);
    assert.equal(outs.status, "ACTIVE");
    assert.deepEqual(
      cloud.instances().map((record) => record.id),
      [id],
    );
    assert.equal(asked(cloud, "POST").length, 1);
  });
}

test("Trove's own 500 without effect is asked again, once its list shows that there was none and a moment has passed", async (t) => {
  const { cloud, start } = await startWorld(t);
  const host = await start();
  cloud.faults.add({ method: "POST", path: "/instances$", effect: { type: "status", status: 500, body: TROVES_500 } });
  const { id } = await created(host);
  assert.deepEqual(
    cloud.instances().map((record) => record.id),
    [id],
  );
  assert.equal(asked(cloud, "POST").length, 2);
  const [first, second] = cloud.requests.filter(({ method, service }) => method === "POST" && service === "trove");
  assert.ok((second?.t ?? 0) - (first?.t ?? 0) >= 0.45, "whatever Trove stumbled over has no time to pass");
});

test("a create that Trove answers with 500 again and again fails, and leaves nothing", async (t) => {
  const { cloud, start } = await startWorld(t);
  const host = await start();
  cloud.faults.add({
    method: "POST",
    path: "/instances$",
    times: 0,
    effect: { type: "status", status: 500, body: TROVES_500 },
  });
  const { message, partial } = await failureOf(created(host));
  assert.match(message, /\[TROVE_SERVER\]$/);
  assert.equal(partial, undefined);
  assert.equal(asked(cloud, "POST").length, 3);
  assert.deepEqual(cloud.instances(), []);
});

/** The answer to the host's create is lost, and before it can look, another client makes an instance of the same name. */
async function createBesideRival({ cloud, start }: World, flavorRef: string) {
  const host = await start();
  const inputs = await checked(host, properties({ name: "shared" }));
  const other = await openApi({ ...cloud, kind: "simulator", dir: "", env: {} });
  cloud.faults.add({ method: "POST", path: "/instances$", effect: { type: "reset", when: "after" } });
  cloud.faults.add({ method: "GET", path: "/instances/detail", nth: 2, effect: { type: "delay", seconds: 1.5 } });
  const creating = host.create(inputs).then(
    ({ id }) => ({ id, failure: undefined }),
    (failure: unknown) => ({ id: undefined, failure }),
  );
  await until(
    "the create's effect",
    async () => cloud.instances(),
    ({ length }) => length === 1,
  );
  const rival = await createInstance(other, { name: "shared", flavorRef });
  return { rival, ...(await creating) };
}

test("two instances that could be the one are an error that names both, and neither is taken", async (t) => {
  const world = await startWorld(t);
  const { failure } = await createBesideRival(world, "2");
  const { message, partial } = failure as HostError;
  assert.match(message, /\[TROVE_AMBIGUOUS_CREATE\]$/);
  assert.equal(partial, undefined);
  const instances = world.cloud.instances();
  assert.equal(instances.length, 2);
  for (const { id } of instances) assert.match(message, new RegExp(id));
});

test("an instance of another flavor is not taken for the one whose answer was lost", async (t) => {
  const world = await startWorld(t);
  const { id, rival } = await createBesideRival(world, "1");
  assert.notEqual(id, rival.id);
  assert.equal(world.cloud.instance(id ?? "")?.flavor, "2");
});
