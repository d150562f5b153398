import assert from "node:assert/strict";
import { test } from "node:test";
import type { Simulator } from "../../simulator/index.ts";
import { until } from "../support/cloud-api.ts";
import type { DynamicHost } from "../support/dynamic-host.ts";
import { opened, type Properties } from "../support/provider-process.ts";
import { asked, checked, created, failureOf, login, partialOf, properties, startHarness } from "./harness.ts";

const DATASTORE = { type: "postgresql" };
const DATABASES = { shop: {} };
const USERS = { "app@%": { password: "p-of-app", databases: ["shop"] } };
const postgresql = () => properties({ datastore: DATASTORE, databases: DATABASES, users: USERS });

function pendingOf(outs: Properties | undefined): readonly string[] {
  return (outs?.__state as { pending: string[] } | undefined)?.pending ?? [];
}

const NAMED = /(?:databases|users)(?:\.\w+|\["[^"]+"\])(?:\.\w+)?(?=: can)/g;
const DELETE_OR_REMOVE =
  /them later\. Delete the instance \(`pulumi destroy --target`\), so that it is created with them, or remove/;
const namesIn = (message: string) => message.match(NAMED) ?? [];

test("does not adopt an orphaned instance with databases or users", async (t) => {
  const { cloud, start } = await startHarness(t, { troveRelease: 18 });
  const { id } = await created(await start(), postgresql());
  const host = await start({ config: { ...login(cloud), "trove:resumeInterrupted": "true" } });
  cloud.requests.length = 0;
  const { message, partial } = await failureOf(host.create(await checked(host, postgresql())));
  assert.deepEqual([namesIn(message), partial], [["databases.shop", 'users["app@%"]'], undefined]);
  assert.match(message, new RegExp(`If nobody uses instance "[^"]+" \\(${id}\\), delete it`));
  assert.deepEqual([asked(cloud, "PUT"), asked(cloud, "POST"), cloud.instances().length], [[], [], 1]);
});

const endings = [
  {
    title: "and refuses its contents",
    end: (cloud: Simulator) => cloud.resume(),
    refused: ["databases.shop", 'users["app@%"]'],
    reason: DELETE_OR_REMOVE,
  },
  {
    title: "if the run is cancelled",
    end: (_cloud: Simulator, host: DynamicHost) => host.cancel(),
    refused: [],
    reason: /\[TROVE_CANCELLED\]$/,
  },
];

for (const { title, end, refused, reason } of endings) {
  test(`saves an orphaned instance without a server in the state ${title}`, async (t) => {
    const { cloud, start } = await startHarness(t, { troveRelease: 18 });
    const first = await start();
    cloud.pause();
    const creating = partialOf(first.create(await checked(first, postgresql())));
    await until(
      "the create",
      async () => asked(cloud, "POST").length,
      (count) => count > 0,
    );
    await first.cancel();
    const { id } = await creating;
    const host = await start({ config: { ...login(cloud), "trove:resumeInterrupted": "true" } });
    cloud.requests.length = 0;
    const inputs = await checked(host, postgresql());
    const taking = partialOf(host.create(inputs));
    await until(
      "a wait for it",
      async () => asked(cloud, "GET").filter((path) => path === `/instances/${id}`).length,
      (count) => count > 1,
    );
    await end(cloud, host);
    const held = await taking;
    assert.deepEqual([held.id, namesIn(held.reasons[0] ?? "")], [id, refused]);
    assert.match(held.reasons[0] ?? "", reason);
    assert.deepEqual([asked(cloud, "POST"), cloud.instances().map((one) => one.id)], [[], [id]]);
    cloud.resume();
    const next = await start();
    // It is unknown what the other run declared, so the contents do not count as created.
    const ofDatabases = await checked(next, properties({ datastore: DATASTORE, databases: DATABASES }), inputs);
    const { message } = await failureOf(next.update(id, opened(held.properties), ofDatabases));
    assert.deepEqual([...new Set(namesIn(message))], ["databases.shop"]);
    assert.match(message, DELETE_OR_REMOVE);
    const bare = await checked(next, properties({ datastore: DATASTORE }), inputs);
    assert.deepEqual(pendingOf(opened(await next.update(id, opened(held.properties), bare))), []);
  });
}
