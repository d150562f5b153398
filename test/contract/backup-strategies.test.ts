import assert from "node:assert/strict";
import type { Answer, CloudApi } from "../support/cloud-api.ts";
import { until } from "../support/cloud-api.ts";
import { endedBackup } from "../support/cloud-backups.ts";
import { contract } from "../support/cloud-contract.ts";
import { activeInstance, assertFault } from "../support/cloud-instances.ts";

const test = contract();
const PATH = "/backup_strategies";

interface Strategy {
  readonly project_id: string;
  readonly instance_id: string;
  readonly backend: string;
  readonly swift_container: string;
}

function post(api: CloudApi, fields: object): Promise<Answer<{ backup_strategy: Strategy }>> {
  return api.post(PATH, { backup_strategy: fields });
}

/** The strategies of the list, in the order of their instances' ids: Trove's own order is not defined. */
async function list(api: CloudApi, query = ""): Promise<Strategy[]> {
  const answer = await api.get<{ backup_strategies: Strategy[] }>(PATH + query);
  assert.deepEqual([answer.status, Object.keys(answer.body)], [200, ["backup_strategies"]]);
  return answer.body.backup_strategies.toSorted((one, other) => (one.instance_id < other.instance_id ? -1 : 1));
}

function strategy(api: CloudApi, instance: string, container: string): Strategy {
  return { project_id: api.projectId, instance_id: instance, backend: "swift", swift_container: container };
}

/** Ids of no instance: Trove checks only their form. */
const [first, second] = ["aaaaaaaa-0000-4000-8000-000000000001", "bbbbbbbb-0000-4000-8000-000000000002"] as const;

test("a strategy of an instance or of the project is made, changed and deleted", async ({ demo, other }) => {
  const made = await post(demo, { swift_container: "all" });
  assert.deepEqual([made.status, made.body], [202, { backup_strategy: strategy(demo, "", "all") }]);
  await post(demo, { instance_id: first, swift_container: "one" });
  const changed = await post(demo, { instance_id: first, swift_container: "uno" });
  assert.deepEqual([changed.status, changed.body], [202, { backup_strategy: strategy(demo, first, "uno") }]);
  await post(demo, { instance_id: second, swift_container: "two" });
  const whole = strategy(demo, "", "all");
  const ofFirst = strategy(demo, first, "uno");
  const ofSecond = strategy(demo, second, "two");
  assert.deepEqual(await list(demo), [whole, ofFirst, ofSecond]);
  assert.deepEqual(await list(demo, `?instance_id=${first}`), [ofFirst]);
  assert.deepEqual(await list(demo, `?instance_id=${first.toUpperCase()}`), [ofFirst]);
  assert.deepEqual(await list(demo, "?instance_id="), [whole, ofFirst, ofSecond]);
  assert.deepEqual(await list(demo, "?limit=1"), [whole, ofFirst, ofSecond]);
  assert.deepEqual(await list(demo, `?project_id=${demo.projectId}`), [whole, ofFirst, ofSecond]);
  assert.deepEqual(await list(other), []);

  const gone = await demo.delete(`${PATH}?instance_id=${first}`);
  assert.deepEqual([gone.status, gone.text], [202, ""]);
  assert.deepEqual(await list(demo), [whole, ofSecond]);
  assert.equal((await demo.delete(`${PATH}?instance_id=${first}`)).status, 202);
  assert.equal((await demo.delete(PATH)).status, 202);
  assert.deepEqual(await list(demo), [ofSecond]);
  assert.equal((await demo.delete(`${PATH}?instance_id=${second}`)).status, 202);
});

test("refuses an invalid strategy, and another project's", async ({ demo, other }) => {
  const refused: readonly (readonly [fields: object, message: string])[] = [
    [{ instance_id: first }, "Validation error: backup_strategy 'swift_container' is a required property"],
    [
      { swift_container: "x", backend: "swift" },
      "Validation error: backup_strategy Additional properties are not allowed ('backend' was unexpected)",
    ],
    [{ swift_container: 5 }, "Validation error: backup_strategy['swift_container'] 5 is not of type 'string'"],
    [
      { swift_container: "x", instance_id: "nope" },
      "Validation error: backup_strategy['instance_id'] 'nope' does not match " +
        "'^([0-9a-fA-F]){8}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){4}-([0-9a-fA-F]){12}$'",
    ],
    [
      { swift_container: "x", instance_id: null },
      "Validation error: backup_strategy['instance_id'] None is not of type 'string'",
    ],
  ];
  for (const [fields, message] of refused) assertFault(await post(demo, fields), 400, "badRequest", message);
  assertFault(await demo.post(PATH, {}), 500, "instanceFault", /^Internal Server Error/);
  const denied = `Operation not allowed for tenant ${demo.projectId}.`;
  const query = `?project_id=${other.projectId}`;
  assertFault(await demo.get(PATH + query), 403, "forbidden", denied);
  assertFault(await demo.delete(PATH + query), 403, "forbidden", denied);
  assertFault(await demo.get(`${PATH}/${first}`), 404, "itemNotFound", "The resource could not be found.");
});

test("a container with characters that a backup refuses is accepted", async ({ other }) => {
  const { status, body } = await post(other, { swift_container: "a;b", instance_id: second });
  assert.deepEqual([status, body.backup_strategy.swift_container], [202, "a;b"]);
  await other.delete(`${PATH}?instance_id=${second}`);
});

test("a backup goes to its own container, else to its instance's, else to the project's", async ({ demo }) => {
  const { id } = await activeInstance(demo);
  const containerOf = async (fields: object = {}) => {
    const { locationRef } = await endedBackup(demo, id, fields);
    return String(locationRef).split("/").at(-2);
  };
  await post(demo, { swift_container: "whole" });
  assert.equal(await containerOf(), "whole");
  await post(demo, { swift_container: "special", instance_id: id });
  assert.equal(await containerOf(), "special");
  assert.equal(await containerOf({ swift_container: "own" }), "own");
  await demo.delete(`${PATH}?instance_id=${id}`);
  await demo.delete(PATH);
  assert.equal(await containerOf(), "database_backups");
});

test("a strategy outlives its instance", async ({ demo }) => {
  const { id } = await activeInstance(demo);
  await post(demo, { swift_container: "kept", instance_id: id });
  assert.equal((await demo.delete(`/instances/${id}`)).status, 202);
  await until(
    "the instance to be gone",
    () => demo.get(`/instances/${id}`),
    ({ status }) => status === 404,
  );
  assert.deepEqual(await list(demo, `?instance_id=${id}`), [strategy(demo, id, "kept")]);
  const again = await post(demo, { swift_container: "anew", instance_id: id });
  assert.deepEqual([again.status, again.body.backup_strategy], [202, strategy(demo, id, "anew")]);
  assert.equal((await demo.delete(`${PATH}?instance_id=${id}`)).status, 202);
  assert.deepEqual(await list(demo, `?instance_id=${id}`), []);
});
