import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { silentLog } from "../../../provider/core/log.ts";
import { InterruptedError } from "../../../provider/resources/errors/interrupted-error.ts";
import type { ManagedState } from "../../../provider/resources/managed-state.ts";
import type { PropertyChange, Resource } from "../../../provider/resources/resource.ts";
import { unknownValue } from "../../../provider/resources/values/unknown-value.ts";
import { OperationError, PartialFailure } from "../../../provider/service/errors/operation-error.ts";
import { defaultNameOf } from "../../../provider/service/names/urns.ts";
import { ProviderProcess } from "../../../provider/service/process.ts";
import type { StoredResource } from "../../../provider/service/requests.ts";
import { ResourceService } from "../../../provider/service/resource-service.ts";
import { type Simulator, startSimulator } from "../../../simulator/index.ts";

interface WidgetInputs {
  readonly size?: number;
  readonly key?: string;
}

interface WidgetState extends WidgetInputs, ManagedState {}

const REFUSED: PropertyChange = { path: "size", kind: "refuse", impact: "none", reason: "cannot shrink." };
const METADATA = { urn: "urn:pulumi:dev::shop::trove:index:Widget::w" };

/** A resource that keeps its inputs in the state, and asks no cloud. */
function widget(cloud: WidgetState["cloud"], overrides: Partial<Resource<WidgetInputs, WidgetState>> = {}) {
  const resource: Resource<WidgetInputs, WidgetState> = {
    token: "Widget",
    noun: "widget",
    howToAdopt: "import the widget",
    description: "A widget.",
    inputs: {},
    outputs: {},
    bookkeeping: ["cloud", "declared", "pending", "released"],
    timeouts: () => ({ create: 1, update: 1, delete: 1 }),
    check: async (inputs, _previous, { defaultName }) => ({
      inputs: inputs as WidgetInputs,
      failures: [],
      defaultName,
    }),
    diff: async () => ({ changes: [REFUSED], deleteBeforeReplace: false, unfinished: false }),
    create: async (inputs) => ({ id: "w-1", state: { ...inputs, cloud, declared: Object.keys(inputs), pending: [] } }),
    isReadById: () => false,
    read: async () => undefined,
    update: async (_id, state, inputs) => ({ ...state, ...inputs }),
    delete: async () => {},
    ...overrides,
  };
  return resource;
}

async function startHarness(t: TestContext, overrides?: Partial<Resource<WidgetInputs, WidgetState>>) {
  const simulator = await startSimulator();
  t.after(() => simulator.stop());
  const cloud = { projectId: simulator.projects.demo ?? "", region: "RegionOne", endpoint: "http://internal" };
  const service = () => new ResourceService(widget(cloud, overrides), startProcess(simulator));
  const stored: StoredResource = { id: "w-1", outputs: { size: 2 }, bookkeeping: { cloud }, metadata: METADATA };
  return { service, stored };
}

function startProcess(simulator: Simulator): ProviderProcess {
  const settings: Readonly<Record<string, string>> = {
    "trove:authUrl": simulator.authUrl,
    "trove:userName": "demo",
    "trove:password": "demo-password",
    "trove:projectName": "demo",
    "trove:userDomainName": "Default",
    "trove:projectDomainName": "Default",
    "trove:region": "RegionOne",
  };
  return new ProviderProcess({
    configuration: { keys: () => Object.keys(settings), get: (key) => settings[key] },
    signal: new AbortController().signal,
    hostLog: { of: () => silentLog, flush: async () => {} },
    userAgent: "test",
  });
}

async function failureOf(operation: Promise<unknown>): Promise<OperationError> {
  const failure = await operation.then(
    () => assert.fail("the operation succeeded"),
    (error: unknown) => error,
  );
  assert.ok(failure instanceof OperationError, String(failure));
  return failure;
}

const check = { preview: false, problems: [] };

test("check takes and returns plain values, with unknown ones as symbols", async (t) => {
  const { service } = await startHarness(t);
  const inputs = { size: unknownValue };
  const metadata = { ...METADATA, defaultName: "w-1234567" };
  assert.deepEqual(await service().check({ inputs, metadata, ...check }), { inputs, metadata, failures: [] });
});

test("check makes the default name of a new resource from its URN", async (t) => {
  const { service } = await startHarness(t);
  const { metadata } = await service().check({ inputs: {}, metadata: METADATA, ...check });
  assert.equal(metadata.defaultName, defaultNameOf(METADATA.urn));
});

test("check takes a name that the engine proposes for one that the program chose", async (t) => {
  const offered: unknown[] = [];
  const { service } = await startHarness(t, {
    check: async (inputs, _previous, { defaultName }) => {
      offered.push(defaultName);
      return { inputs: inputs as WidgetInputs, failures: [], defaultName };
    },
  });
  const autoNaming = { proposed: "w-random" };
  const { metadata } = await service().check({ inputs: {}, metadata: METADATA, ...check, autoNaming });
  assert.deepEqual([offered, metadata.defaultName], [["w-random"], undefined]);
});

test("check requires a name where automatic names are disabled", async (t) => {
  const { service } = await startHarness(t);
  const request = { inputs: {}, metadata: METADATA, ...check, autoNaming: { isDisabled: true } };
  const { failures } = await service().check(request);
  assert.deepEqual(failures, [
    "name: is required, because the stack configuration disables automatic names (pulumi:autonaming)",
  ]);
  const previous = { inputs: {}, metadata: { ...METADATA, defaultName: "old-name" } };
  assert.deepEqual((await service().check({ ...request, previous })).failures, []);
});

test("check keeps the default name of an existing resource", async (t) => {
  const { service } = await startHarness(t);
  const previous = { inputs: {}, metadata: { ...METADATA, defaultName: "old-name" } };
  const metadata = { ...METADATA, defaultName: "new-name" };
  const checked = await service().check({ inputs: {}, metadata, previous, ...check });
  assert.equal(checked.metadata.defaultName, "old-name");
});

test("diff refuses a change of checked inputs, but shows it in a refresh", async (t) => {
  const { service, stored } = await startHarness(t);
  const resource = service();
  const declared = { inputs: { size: 1 }, metadata: METADATA };
  const refresh = await resource.diff({ stored, ...declared, preview: false });
  assert.deepEqual([refresh.changes, refresh.exceedsInputs], [[REFUSED], true]);
  const checked = await resource.check({ ...declared, ...check });
  const { message } = await failureOf(resource.diff({ stored, ...checked, preview: false }));
  assert.match(message, /widget w-1 was refused.* size: cannot shrink\. \[TROVE_REFUSED\]$/);
});

test("diff reports changed timeouts as an update that the inputs do not show", async (t) => {
  const { service, stored } = await startHarness(t, {
    diff: async () => ({ changes: [], deleteBeforeReplace: true, unfinished: false }),
  });
  const metadata = { ...METADATA, customTimeouts: { delete: "1h" } };
  const diff = await service().diff({ stored, inputs: {}, metadata, preview: false });
  assert.deepEqual(
    diff.changes.map(({ path, kind }) => [path, kind]),
    [["customTimeouts", "stateOnly"]],
  );
  assert.deepEqual([diff.exceedsInputs, diff.replaces, diff.deleteBeforeReplace], [true, [], false]);
});

test("a create that fails once the resource exists reports id, state and masked text", async (t) => {
  const { service } = await startHarness(t, {
    create: async (inputs) => {
      const cloud = { projectId: "p", region: "r", endpoint: "e" };
      throw new InterruptedError("w-1", { ...inputs, cloud }, new Error("hidden"));
    },
  });
  const metadata = { ...METADATA, secretPaths: [["key"]] };
  const failure = await failureOf(service().create({ inputs: { key: "w-1" }, metadata }));
  assert.ok(failure instanceof PartialFailure);
  assert.deepEqual([failure.id, failure.state.outputs], ["w-1", { key: "w-1" }]);
  assert.match(failure.reasons[0] ?? "", /^\*\*\* is unfinished.*\[TROVE_INTERRUPTED\]$/s);
});

test("a missing resource is gone if it is managed, and an error if it is looked up", async (t) => {
  const { service, stored } = await startHarness(t);
  assert.equal(await service().read(stored), undefined);
  const { message } = await failureOf(service().read({ id: "w-1", outputs: {}, metadata: {} }));
  assert.match(message, /^Widget w-1 does not exist in project .*\[TROVE_LOOKUP\]$/);
});

test("refuses a state without bookkeeping, with the advice of the resource", async (t) => {
  const { service } = await startHarness(t);
  const { message, urn } = await failureOf(service().delete({ id: "w-1", outputs: {}, metadata: METADATA }));
  assert.match(message, /The state of widget w-1 .*, then import the widget\. \[TROVE_STATE\]$/);
  assert.equal(urn, METADATA.urn);
});

test("updates nothing if the state is of another project", async (t) => {
  const { service, stored } = await startHarness(t, { update: () => assert.fail("the resource was updated") });
  const elsewhere = { ...stored, bookkeeping: { cloud: { projectId: "other", region: "RegionOne", endpoint: "" } } };
  const { message } = await failureOf(service().update({ stored: elsewhere, inputs: {}, metadata: METADATA }));
  assert.match(message, /^Widget w-1 is in project other, .*\[TROVE_WRONG_CLOUD\]$/);
});
