import assert from "node:assert/strict";
import { parameterRows } from "../../simulator/trove/configurations/parameter-tables.ts";
import { templateDefaults } from "../../simulator/trove/configurations/template-defaults.ts";
import { askBeforeServerExists } from "../support/before-server-exists.ts";
import type { CloudApi } from "../support/cloud-api.ts";
import { contract } from "../support/cloud-contract.ts";
import { activeInstances, assertFault } from "../support/cloud-instances.ts";
import { differs } from "../support/differences.ts";

interface WireParameter {
  readonly name: string;
  readonly datastore_version_id: string;
  readonly type: string;
  readonly restart_required: boolean;
  readonly min?: number;
  readonly max?: number;
}

const unknown = "11111111-1111-1111-1111-111111111111";
const test = contract();
const versions: readonly (readonly [datastore: string, version: string])[] = [
  ["mysql", "8.0.29"],
  ["mysql", "5.7.29"],
  ["mariadb", "10.4.18"],
  ["mariadb", "10.4.12"],
  ["postgresql", "12.18"],
  ["postgresql", "12.4"],
];

test("each datastore has its parameters, with their types and bounds", async ({ demo }) => {
  for (const [datastore, version] of versions) {
    const rows = parameterRows(datastore, differs("parameters", { 18: 18, 26: 26 }));
    const path = `/datastores/${datastore}/versions/${version}/parameters`;
    const listed = await parameters(demo, path);
    assert.deepEqual(new Set(listed.map(toRow)), new Set(rows), `${datastore} ${version}`);
    const byVersion = await parameters(demo, `/datastores/versions/${listed[0]?.datastore_version_id}/parameters`);
    assert.deepEqual(new Set(byVersion.map(toRow)), new Set(rows));
  }
});

test("a parameter is found in any case, and returned without a wrapper key", async ({ demo }) => {
  const path = "/datastores/mysql/versions/8.0.29/parameters";
  const { body } = await demo.get<WireParameter>(`${path}/WAIT_timeout`);
  const { datastore_version_id: version, ...rest } = body;
  assert.deepEqual(rest, { name: "wait_timeout", restart_required: false, type: "integer", max: 31536000, min: 1 });
  assert.deepEqual((await demo.get(`/datastores/versions/${version}/parameters/wait_timeout`)).body, body);
  assertFault(await demo.get(`${path}/nope`), 404, "itemNotFound", "Resource nope cannot be found.");
});

test("parameters of an unknown version are refused", async ({ demo }) => {
  const version = (name: string) => `Datastore version '${name}' cannot be found.`;
  const foreign = await demo.get("/datastores/postgresql/versions/8.0.29/parameters");
  assertFault(foreign, 400, "badRequest", version("8.0.29"));
  const nowhere = await demo.get("/datastores/nope/versions/8.0.29/parameters");
  assertFault(nowhere, 404, "itemNotFound", "Datastore 'nope' cannot be found.");
  assertFault(await demo.get(`/datastores/versions/${unknown}/parameters`), 400, "badRequest", version(unknown));
});

test("an instance's defaults are those of its datastore and flavor", async ({ demo }) => {
  const asked = versions.flatMap(([type, version]) => ["1", "3"].map((flavor) => ({ type, version, flavor })));
  const instances = await activeInstances(
    demo,
    ...asked.map(({ type, version, flavor }) => ({ datastore: { type, version }, flavorRef: flavor })),
  );
  for (const [index, datastore] of asked.entries()) {
    const id = instances[index]?.id ?? "";
    const { body } = await demo.get<Defaults>(`/instances/${id}/configuration`);
    const expected = templateDefaults(
      { id, datastore, flavor: datastore.flavor },
      differs("template-defaults", { 18: 18, 26: 26 }),
    );
    const { server_id: _, ...told } = body.instance.configuration;
    const { server_id: _own, ...wanted } = expected;
    assert.deepEqual(told, wanted, JSON.stringify(datastore));
    assert.equal("server_id" in body.instance.configuration, "server_id" in expected);
  }
});

test("refuses the defaults of an instance without a server", async ({ demo }) => {
  const { id, answer } = await askBeforeServerExists(demo, (young) => demo.get(`/instances/${young}/configuration`));
  assertFault(answer, 422, "unprocessableEntity", `Instance ${id} is not ready.`);
});

interface Defaults {
  readonly instance: { readonly configuration: Readonly<Record<string, string | number>> };
}

async function parameters(api: CloudApi, path: string): Promise<readonly WireParameter[]> {
  const answer = await api.get<{ "configuration-parameters": WireParameter[] }>(path);
  assert.equal(answer.status, 200, answer.text);
  return answer.body["configuration-parameters"];
}

function toRow({ name, type, restart_required, min, max }: WireParameter): unknown[] {
  return [name, type, restart_required, ...[min, max].filter((bound) => bound !== undefined)];
}
