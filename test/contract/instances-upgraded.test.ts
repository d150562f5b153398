import assert from "node:assert/strict";
import { type CloudApi, until } from "../support/cloud-api.ts";
import { contract } from "../support/cloud-contract.ts";
import {
  action,
  activeInstances,
  createInstance,
  settled,
  show,
  type WireInstance,
} from "../support/cloud-instances.ts";
import { allPages } from "../support/cloud-pages.ts";
import { differs } from "../support/differences.ts";

const network = "22222222-2222-2222-2222-222222222222";
let upgraded: WireInstance, tagged: WireInstance;

// The server of an instance created before Trove 26 lacks the tag by which lists of 26 find servers.
const test = contract(undefined, async ({ demo }) => {
  const fields = { nics: [{ network_id: network }], access: { is_public: false } };
  [upgraded, tagged] = (await activeInstances(
    demo,
    { ...fields, name: "upgraded NO_TAGS" },
    { ...fields, name: "tagged" },
  )) as [WireInstance, WireInstance];
});

/** An instance in both lists: its statuses, and whether it has addresses. */
async function listings(api: CloudApi, id: string) {
  const seen = await Promise.all(
    ["/instances", "/instances/detail"].map(async (path) =>
      (await allPages<WireInstance>(api, path, 20)).flat().find((one) => one.id === id),
    ),
  );
  return seen.map((one) => [one?.status, one?.operating_status, one?.addresses !== undefined]);
}

const twice = <T>(value: T) => [value, value];

test("an instance from before an upgrade is SHUTDOWN in lists, and ACTIVE by its id", async ({ demo }) => {
  const inLists = differs("lists-by-tag", { 18: ["ACTIVE", "HEALTHY", true], 26: ["SHUTDOWN", "", false] });
  assert.deepEqual(await listings(demo, upgraded.id), twice(inLists));
  assert.deepEqual(await listings(demo, tagged.id), twice(["ACTIVE", "HEALTHY", true]));
  const { status, operating_status, addresses } = await show(demo, upgraded.id);
  assert.deepEqual([status, operating_status, addresses?.length], ["ACTIVE", "HEALTHY", 1]);
});

test("lists show its operations until they end", async ({ demo }) => {
  // On a busy machine a restart can be over before both lists are read: then it is repeated.
  const { listed } = await until(
    "both lists during a restart",
    async () => {
      await settled(demo, upgraded.id);
      assert.equal((await action(demo, upgraded.id, { restart: {} })).status, 202);
      return { listed: await listings(demo, upgraded.id), after: await show(demo, upgraded.id) };
    },
    ({ after }) => after.status === "REBOOT",
  );
  assert.deepEqual(listed, twice(["REBOOT", "", differs("lists-by-tag", { 18: true, 26: false })]));
  await settled(demo, upgraded.id);
  const [[status] = []] = await listings(demo, upgraded.id);
  assert.equal(status, differs("lists-by-tag", { 18: "ACTIVE", 26: "SHUTDOWN" }));
});

test("an instance in BUILD is BUILD in lists", async ({ demo }) => {
  // Its guest agent never responds, so it stays in BUILD on any machine.
  const { id } = await createInstance(demo, { name: "young NO_TAGS GUEST_TIMEOUT" });
  assert.deepEqual(await listings(demo, id), twice(["BUILD", "", false]));
});
