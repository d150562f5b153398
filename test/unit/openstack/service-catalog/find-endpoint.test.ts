import assert from "node:assert/strict";
import { test } from "node:test";
import type { Origin } from "../../../../provider/openstack/credentials.ts";
import { EndpointError } from "../../../../provider/openstack/errors/endpoint-error.ts";
import { findEndpoint } from "../../../../provider/openstack/service-catalog/find-endpoint.ts";

const at = (region: string, url: string, face = "public") => ({ interface: face, region, url });
const token = (...endpoints: ReturnType<typeof at>[]) => ({
  projectId: "p1",
  serviceType: "database",
  catalog: [
    { type: "identity", endpoints: [at("Other", "http://k/v3")] },
    { type: "database", endpoints },
  ],
});
const wanted = { interface: "public" } as const;

test("the address gets version and project only where it lacks them", () => {
  const addresses = {
    "http://h:8779/v1.0/p1": "http://h:8779/v1.0/p1",
    "http://h:8779/v1.0/p1/": "http://h:8779/v1.0/p1",
    "http://h:8779/v1.0": "http://h:8779/v1.0/p1",
    "http://h:8779/": "http://h:8779/v1.0/p1",
    "https://h/database/v1.0/p1": "https://h/database/v1.0/p1",
    "https://h/database": "https://h/database/v1.0/p1",
    "http://h:8779/v1.0/%(project_id)s": "http://h:8779/v1.0/p1",
    "http://h:8779/v1.0/$(tenant_id)s/": "http://h:8779/v1.0/p1",
  };
  for (const [url, endpoint] of Object.entries(addresses)) {
    assert.deepEqual(findEndpoint(token(at("One", url)), wanted), { projectId: "p1", region: "One", endpoint });
  }
});

test("region and interface choose the endpoint", () => {
  const endpoints = [at("One", "http://one"), at("Two", "http://two"), at("Two", "http://two-inside", "internal")];
  const { endpoint, region } = findEndpoint(token(...endpoints), { region: "Two", interface: "internal" });
  assert.deepEqual([endpoint, region], ["http://two-inside/v1.0/p1", "Two"]);
});

test("the old names of interfaces in a service catalog are understood", () => {
  assert.equal(findEndpoint(token(at("One", "http://h", "publicURL")), wanted).endpoint, "http://h/v1.0/p1");
});

test("several regions and none chosen is an error that lists them", () => {
  const find = () => findEndpoint(token(at("Two", "http://two"), at("One", "http://one")), wanted);
  assert.throws(find, {
    code: "TROVE_ENDPOINT",
    message:
      'Trove has endpoints in the regions "One", "Two": choose one. Set trove:region in Pulumi\'s configuration, or OS_REGION_NAME.',
  });
});

test("an unknown region, interface or service says what there is", () => {
  const catalog = token(at("One", "http://one"), at("One", "http://in", "internal"));
  assert.throws(
    () => findEndpoint(catalog, { ...wanted, region: "one" }),
    /in the region "one". It has the regions "One"/,
  );
  assert.throws(() => findEndpoint(catalog, { interface: "admin" }), /no admin endpoint. It has "internal", "public"/);
  assert.throws(
    () => findEndpoint(token(), wanted),
    (error) => {
      assert.ok(error instanceof EndpointError);
      assert.match(error.message, /no service of the type "database".*It has "database", "identity"|It has/);
      return true;
    },
  );
});

test("what to set is said of the place that counts", () => {
  const several = token(at("Two", "http://two"), at("One", "http://one"));
  const failures: [ReturnType<typeof token>, object, RegExp, keys: string, variables: string][] = [
    [several, wanted, /"One", "Two": choose one\. /, "region", "OS_REGION_NAME"],
    [several, { ...wanted, region: "one" }, /"One", "Two": choose one\. /, "region", "OS_REGION_NAME"],
    [several, { interface: "admin" }, /has "public": choose one\. /, "endpointType", "OS_INTERFACE"],
    [token(), wanted, /give its address\. /, "endpointOverrides.database", "OS_DATABASE_ENDPOINT_OVERRIDE"],
  ];
  for (const [found, credentials, message, keys, variables] of failures) {
    const told = (origin?: Origin) => {
      const error = thrownBy(() => findEndpoint(found, { ...wanted, ...credentials, origin }));
      assert.match(error.message, message);
      return error.message.split(message)[1];
    };
    assert.equal(told(), `Set trove:${keys} in Pulumi's configuration, or ${variables}.`);
    assert.equal(told({ explicit: true }), `Give ${keys} to the TroveProvider.`);
    assert.equal(told({ explicit: true, script: true, cloud: true }), `Give ${keys} to TroveClient.connect.`);
    assert.equal(told({ script: true }), `Set ${variables}, or give TroveClient.connect the whole login with ${keys}.`);
  }
});

function thrownBy(work: () => unknown): Error {
  try {
    work();
  } catch (error) {
    return error as Error;
  }
  return assert.fail("it did not fail");
}

test("a configured endpoint replaces the one of the service catalog", () => {
  const credentials = { ...wanted, databaseEndpoint: "http://mine:8779/" };
  const sole = { projectId: "p1", region: "One", endpoint: "http://mine:8779/v1.0/p1" };
  assert.deepEqual(findEndpoint(token(at("One", "http://one")), credentials), sole);
  assert.equal(findEndpoint({ ...token(), catalog: [] }, { ...credentials, region: "Two" }).region, "Two");
  assert.equal(findEndpoint({ ...token(), catalog: [] }, credentials).region, "");
});
