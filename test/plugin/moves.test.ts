import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { startSimulator } from "../../simulator/index.ts";
import { asked, login, NO_CLOUD, TIMES } from "../host/harness.ts";
import { startDynamicHost } from "../support/dynamic-host.ts";
import { MiniEngine } from "../support/mini-engine.ts";
import { startPluginAsHost } from "../support/plugin-as-host.ts";
import { INSTANCE_PROVIDER, opened, type Properties } from "../support/provider-process.ts";

const PROGRAM = {
  flavor: "m1.small",
  volume: { size: 1 },
  databases: { app: {} },
  users: { "app@%": { password: "s3cret-of-app", databases: ["app"] } },
};

/** A cloud, an engine with an instance `db`, and processes of both hosts. */
async function startStack(t: TestContext) {
  const cloud = await startSimulator(TIMES);
  t.after(() => cloud.stop());
  const engine = new MiniEngine("test");
  const start = async (startHost: typeof startDynamicHost) => {
    const host = await startHost({ config: login(cloud), env: NO_CLOUD });
    t.after(() => host.stop());
    return host;
  };
  return {
    cloud,
    engine,
    dynamic: () => start(startDynamicHost),
    plugin: () => start(startPluginAsHost),
    changes: () => ["POST", "PUT", "PATCH", "DELETE"].flatMap((method) => asked(cloud, method)),
    state: () => engine.resources.get("db")?.outputs ?? {},
  };
}

const hidden = ({ __provider, __urn, __defaultName, __timeouts, __secrets }: Properties) => ({
  __provider,
  __urn,
  __defaultName,
  __timeouts,
  __secrets,
});

/** Several secrets, which the SDK lists in the order of the program, and the engine sorts. */
const METADATA = { __timeouts: { create: "20m", delete: "1h" }, __secrets: [["volume"], ["flavor"]] };

for (const [what, program] of [
  ["plain arguments", PROGRAM],
  ["timeouts and secrets", { ...PROGRAM, ...METADATA }],
] as const) {
  test(`a state with ${what} moves to the plugin and back without an update`, async (t) => {
    const { engine, dynamic, plugin, changes, state } = await startStack(t);
    await engine.up(await dynamic(), { db: program });
    const before = hidden(state());
    const sent = changes();
    assert.equal(before.__provider, INSTANCE_PROVIDER);
    assert.deepEqual(await engine.up(await plugin(), { db: program }), { db: "same" });
    assert.deepEqual(await engine.up(await dynamic(), { db: openedProgram(engine, program) }), { db: "same" });
    assert.deepEqual([hidden(state()), changes()], [before, sent]);
  });

  test(`a state with ${what} survives an update and a refresh on each host`, async (t) => {
    const { cloud, engine, dynamic, plugin, state } = await startStack(t);
    await engine.up(await dynamic(), { db: program });
    const before = hidden(state());
    const onPlugin = await plugin();
    await engine.refresh(onPlugin);
    assert.deepEqual(await engine.up(onPlugin, { db: { ...program, volume: { size: 2 } } }), { db: "update" });
    await engine.refresh(onPlugin);
    engine.openSecrets();
    assert.deepEqual(sorted(hidden(state())), sorted(before));
    const onDynamic = await dynamic();
    await engine.refresh(onDynamic);
    assert.deepEqual(await engine.up(onDynamic, { db: { ...program, volume: { size: 3 } } }), { db: "update" });
    assert.equal(cloud.instances()[0]?.volume.size, 3);
    assert.equal(cloud.instances().length, 1);
  });
}

/** The engine passes plain values for secrets to the dynamic host. */
function openedProgram(engine: MiniEngine, program: object): object {
  engine.openSecrets();
  return opened({ ...program });
}

function sorted({ __secrets, ...rest }: Properties): Properties {
  return { ...rest, __secrets: (__secrets as string[][] | undefined)?.toSorted() };
}
