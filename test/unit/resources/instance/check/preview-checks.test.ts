import assert from "node:assert/strict";
import { test } from "node:test";
import { ConfigError } from "../../../../../provider/openstack/errors/config-error.ts";
import { openSession } from "../../../../../provider/openstack/open-session.ts";
import type { InstanceInputs } from "../../../../../provider/resources/instance/arguments.ts";
import { previewChecks } from "../../../../../provider/resources/instance/check/preview-checks.ts";
import { create } from "../../../../../provider/resources/instance/create/create.ts";
import { unknownValue } from "../../../../../provider/resources/values/unknown-value.ts";
import { TroveApi } from "../../../../../provider/trove/trove-api.ts";
import { connect, type Harness, startHarness } from "../harness.ts";
import { inputs, OTHER_ID } from "../samples.ts";

const unknown = unknownValue as never;
const ON = { preview: true } as const;
const MYSQL = { type: "mysql", version: "8.0.29" };

function failuresOf({ context }: Harness, given: InstanceInputs, old?: InstanceInputs): Promise<string[]> {
  return previewChecks(inputs(given), old, context).then((all) => all.map(({ path, reason }) => `${path}: ${reason}`));
}

const wrong: Readonly<Record<string, readonly [given: InstanceInputs, failure: RegExp]>> = {
  "a flavor": [{ flavor: "m1.huge" }, /^flavor: this cloud has no flavor "m1\.huge"\. Use one of .*m1\.small \(2\)/],
  "a datastore": [{ datastore: { type: "oracle" } }, /^datastore\.type: this cloud has no datastore "oracle".*mysql/],
  "a version": [
    { datastore: { type: "mysql", version: "9.9" } },
    /^datastore\.version: this cloud has no version "9\.9" of mysql.*8\.0\.29/,
  ],
  "a version of any datastore": [{ datastore: { version: "9.9" } }, /^datastore\.version: .*no version "9\.9" of a/],
  "a volume type": [
    { datastore: MYSQL, volume: { size: 1, type: "floppy" } },
    /^volume\.type: mysql 8\.0\.29 does not support volume type "floppy"\. Use one of lvmdriver-1, ssd$/,
  ],
};

for (const [title, [given, failure]] of Object.entries(wrong)) {
  test(`refuses ${title} that the cloud lacks, and lists the others`, async (t) => {
    const [only, ...others] = await failuresOf(await startHarness(t, ON), given);
    assert.match(only ?? "", failure);
    assert.deepEqual(others, []);
  });
}

test("accepts what the instance has although the cloud no longer offers it", async (t) => {
  const harness = await startHarness(t, ON);
  const had = {
    flavor: "m1.gone",
    datastore: { type: "mysql", version: "5.5" },
    volume: { size: 1, type: "floppy" },
  };
  assert.deepEqual(await failuresOf(harness, had, inputs(had)), []);
  const other = { ...had, flavor: "m1.huge", datastore: { type: "mysql", version: "5.6" } };
  const failures = await failuresOf(harness, other, inputs(had));
  assert.deepEqual(
    failures.map((failure) => failure.split(":", 1)[0]),
    ["flavor", "datastore.version"],
  );
});

const FLOPPY = { datastore: MYSQL, volume: { size: 1, type: "floppy" } };

const same: Readonly<Record<string, readonly [given: InstanceInputs, old: InstanceInputs]>> = {
  "a volume that grows": [{ ...FLOPPY, volume: { size: 2, type: "floppy" } }, FLOPPY],
  "an upgrade": [FLOPPY, { ...FLOPPY, datastore: { type: "mysql", version: "5.7.29" } }],
  "an adopted instance that declared none": [FLOPPY, { adoptId: OTHER_ID, volume: undefined }],
};

for (const [title, [given, old]] of Object.entries(same)) {
  test(`accepts a retired volume type for ${title}`, async (t) => {
    assert.deepEqual(await failuresOf(await startHarness(t, ON), given, inputs(old)), []);
  });
}

const other: Readonly<Record<string, InstanceInputs>> = {
  "another volume type": { ...FLOPPY, volume: { size: 1, type: "ssd" } },
  "a first volume type": { ...FLOPPY, volume: { size: 1 } },
  "the volume type of another datastore": { ...FLOPPY, datastore: { type: "mariadb", version: "10.4" } },
};

for (const [title, old] of Object.entries(other)) {
  test(`refuses ${title} that is not offered`, async (t) => {
    const [only, ...others] = await failuresOf(await startHarness(t, ON), FLOPPY, inputs(old));
    assert.match(only ?? "", /^volume\.type: mysql 8\.0\.29 does not support volume type "floppy"/);
    assert.deepEqual(others, []);
  });
}

const right: readonly InstanceInputs[] = [
  { flavor: "2" },
  { datastore: MYSQL, volume: { size: 1, type: "ssd" } },
  { datastore: { version: "12.18" } },
  // Of which version the types would be is not known here.
  { volume: { size: 1, type: "floppy" } },
  { flavor: unknown, datastore: unknown, volume: unknown },
  { datastore: { type: unknown, version: unknown }, volume: { size: unknown, type: "floppy" } },
  { datastore: MYSQL, volume: { size: 1, type: unknown } },
];

for (const given of right) {
  const shown = JSON.stringify(given, (_, value) => (value === unknownValue ? "?" : value));
  test(`accepts ${shown.slice(0, 70)}`, async (t) => {
    assert.deepEqual(await failuresOf(await startHarness(t, ON), given), []);
  });
}

test("reports all that the cloud does not have at once", async (t) => {
  const failures = await failuresOf(await startHarness(t, ON), { flavor: "m1.huge", datastore: { type: "oracle" } });
  assert.equal(failures.length, 2);
});

test("fetches each list once for all resources of a preview", async (t) => {
  const harness = await startHarness(t, ON);
  const given = { datastore: MYSQL, volume: { size: 1, type: "ssd" } };
  await Promise.all([1, 2, 3].map(() => failuresOf(harness, given)));
  const paths = harness.cloud.requests
    .filter(({ service }) => service === "trove")
    .map(({ path }) => path.replace(/^.*?\/v1\.0\/[0-9a-f]+/, "").replace(/[0-9a-f-]{36}.*|\?.*$/, ""));
  assert.deepEqual([...new Set(paths)].sort(), paths.sort());
});

for (const [title, options] of [
  ["outside a preview", {}],
  ["with previewChecks off", { ...ON, previewChecks: false }],
] as const) {
  test(`asks nothing and refuses nothing ${title}`, async (t) => {
    const harness = await startHarness(t, options);
    assert.deepEqual(await failuresOf(harness, { flavor: "m1.huge" }), []);
    assert.deepEqual(harness.cloud.requests, []);
  });
}

const quotaLines = ({ lines }: Harness) => lines.filter((line) => line.startsWith("Quota would be exceeded: "));

test("warns once of each quota that all new instances together exceed", async (t) => {
  const harness = await startHarness(t, { ...ON, maxInstances: 2, maxVolumes: 10 });
  await create(inputs({ volume: { size: 1 } }), harness.context);
  for (let index = 0; index < 4; index += 1) await failuresOf(harness, { volume: { size: 5 } });
  assert.deepEqual(quotaLines(harness), [
    "Quota would be exceeded: 2 instances allowed, 1 in use, this preview adds at least 2.",
    "Quota would be exceeded: 10 GiB of volumes allowed, 1 in use, this preview adds at least 10.",
  ]);
});

test("counts only the growth of an existing volume", async (t) => {
  const harness = await startHarness(t, { ...ON, maxInstances: 1, maxVolumes: 5 });
  await create(inputs({ volume: { size: 3 } }), harness.context);
  const old = inputs({ volume: { size: 3 } });
  await failuresOf(harness, { volume: { size: 3 } }, old);
  await failuresOf(harness, { volume: { size: 1 } }, old);
  await failuresOf(harness, { volume: { size: 5 } }, old);
  assert.deepEqual(quotaLines(harness), []);
  await failuresOf(harness, { volume: { size: 4 } }, old);
  assert.equal(quotaLines(harness).length, 1);
});

test("counts the memory that a larger flavor adds", async (t) => {
  const harness = await startHarness(t, ON);
  const absolute = { verb: "ABSOLUTE", max_instances: 9, max_ram: 3000, max_backups: 9, max_volumes: 99 };
  const body = { limits: [absolute] };
  await create(inputs({ volume: { size: 1 } }), harness.context);
  harness.cloud.faults.add({ path: "/limits", times: 0, effect: { type: "status", status: 200, body } });
  await failuresOf(harness, { flavor: "m1.medium" }, inputs());
  assert.deepEqual(quotaLines(harness), [
    "Quota would be exceeded: 3000 MiB of memory allowed, 2048 in use, this preview adds at least 2048.",
  ]);
});

test("does not count an adopted instance, which is in use already", async (t) => {
  const harness = await startHarness(t, { ...ON, maxInstances: 1, maxVolumes: 5 });
  const { id } = await create(inputs({ volume: { size: 5 } }), harness.context);
  await failuresOf(harness, { adoptId: id });
  assert.deepEqual(quotaLines(harness), []);
});

test("does not count an unknown size or flavor", async (t) => {
  const harness = await startHarness(t, { ...ON, maxVolumes: 5 });
  await failuresOf(harness, { flavor: unknown, volume: { size: unknown } });
  await failuresOf(harness, { volume: unknown });
  assert.deepEqual(quotaLines(harness), []);
});

test("warns once in a preview without credentials", async (t) => {
  const harness = await startHarness(t, ON);
  const credentials = async () => {
    throw new ConfigError("Found no credentials.", { missing: true });
  };
  const trove = new TroveApi(openSession({ credentials }));
  const away = { ...harness, context: { ...harness.context, trove } };
  for (let index = 0; index < 3; index += 1) assert.deepEqual(await failuresOf(away, { flavor: "m1.huge" }), []);
  assert.deepEqual(harness.lines, ["This preview could not ask the cloud: Found no credentials."]);
});

test("warns once in a preview if the cloud does not answer", async (t) => {
  const harness = await startHarness(t, ON);
  const trove = connect({ authUrl: "http://127.0.0.1:9/v3" });
  const away = { ...harness, context: { ...harness.context, trove } };
  for (let index = 0; index < 3; index += 1) assert.deepEqual(await failuresOf(away, { flavor: "m1.huge" }), []);
  assert.equal(harness.lines.length, 1);
  assert.match(harness.lines[0] ?? "", /could not ask the cloud: .*127\.0\.0\.1:9/);
});

test("fails with wrong credentials", async (t) => {
  const harness = await startHarness(t, ON);
  const trove = connect(harness.cloud, "wrong-password");
  const context = { ...harness.context, trove };
  await assert.rejects(failuresOf({ ...harness, context }, {}), { code: "TROVE_AUTH" });
});
