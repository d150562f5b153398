import assert from "node:assert/strict";
import { test } from "node:test";
import { until } from "../support/cloud-api.ts";
import {
  asked,
  checked,
  created,
  failureOf,
  login,
  opened,
  type Properties,
  partialOf,
  properties,
  startWorld,
} from "./harness.ts";

const DATASTORE = { type: "postgresql" };
const DATABASES = { shop: {} };
const USERS = { "app@%": { password: "p-of-app", databases: ["shop"] } };
const postgresql = () => properties({ datastore: DATASTORE, databases: DATABASES, users: USERS });

function pendingOf(outs: Properties | undefined): readonly string[] {
  return (outs?.__state as { pending: string[] } | undefined)?.pending ?? [];
}

const NAMED = /(?:databases|users)(?:\.\w+|\["[^"]+"\])(?:\.\w+)?(?=: can)/g;
const DELETE_OR_REMOVE =
  /them later\. Delete the instance \(`pulumi destroy --target`\) to have it created with them, or remove/;
const namesIn = (message: string) => message.match(NAMED) ?? [];

test("an orphaned instance with databases or users is not taken over", async (t) => {
  const { cloud, start } = await startWorld(t, { troveRelease: 18 });
  const { id } = await created(await start(), postgresql());
  const host = await start({ config: { ...login(cloud), "trove:resumeInterrupted": "true" } });
  cloud.requests.length = 0;
  const { message, partial } = await failureOf(host.create(await checked(host, postgresql())));
  assert.deepEqual([namesIn(message), partial], [["databases.shop", 'users["app@%"]'], undefined]);
  assert.match(message, new RegExp(`If nobody uses instance "[^"]+" \\(${id}\\), delete it`));
  assert.deepEqual([asked(cloud, "PUT"), asked(cloud, "POST"), cloud.instances().length], [[], [], 1]);
});

for (const isCancelled of [false, true]) {
  const when = isCancelled ? "where the run is cancelled" : "before it is refused";
  test(`an orphaned instance without a server is held in the state ${when}`, async (t) => {
    const { cloud, start } = await startWorld(t, { troveRelease: 18 });
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
    if (isCancelled) await host.cancel();
    else cloud.resume();
    const held = await taking;
    const refused = isCancelled ? [] : ["databases.shop", 'users["app@%"]'];
    assert.deepEqual([held.id, namesIn(held.reasons[0] ?? "")], [id, refused]);
    if (!isCancelled) assert.match(held.reasons[0] ?? "", DELETE_OR_REMOVE);
    assert.deepEqual([asked(cloud, "POST"), cloud.instances().map((one) => one.id)], [[], [id]]);
    cloud.resume();
    const next = await start();
    // What another run declared for it is not known, so that it is not counted as made.
    const ofDatabases = await checked(next, properties({ datastore: DATASTORE, databases: DATABASES }), inputs);
    const { message } = await failureOf(next.update(id, opened(held.properties), ofDatabases));
    assert.deepEqual([...new Set(namesIn(message))], ["databases.shop"]);
    assert.match(message, DELETE_OR_REMOVE);
    const bare = await checked(next, properties({ datastore: DATASTORE }), inputs);
    assert.deepEqual(pendingOf(opened(await next.update(id, opened(held.properties), bare))), []);
  });
}
