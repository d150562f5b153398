import assert from "node:assert/strict";
import { test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import type { ConfigMap } from "@pulumi/pulumi/automation/index.js";
import type { TroveProviderArgs } from "pulumi-trove";
import type { Simulator } from "../../simulator/index.ts";
import type { TestStack } from "../support/engine.ts";
import { declares, failureOf, NO_CLOUD, startHarness, upOf } from "./harness.ts";
import { TroveInstance, TroveProvider } from "./host.ts";

const CANARY = "canary-of-app-6d1f";
const KEYSTONE_PASSWORD = "demo-password";
const users = [{ name: "app", password: CANARY }];

test("a user's password and Keystone's are in no state, output, log or error", async (t) => {
  const { cloud, createStack } = await startHarness(t);
  const config: ConfigMap = {
    "trove:authUrl": { value: cloud.authUrl },
    "trove:userName": { value: "demo" },
    "trove:password": { value: KEYSTONE_PASSWORD, secret: true },
    "trove:projectName": { value: "demo" },
    "trove:userDomainName": { value: "Default" },
    "trove:projectDomainName": { value: "Default" },
    "trove:region": { value: "RegionOne" },
  };
  const program = declares({ name: "db-one", users });
  const stack = await createStack({ config, env: NO_CLOUD, program });
  const seen = listen(stack);

  await stack.stack.up({ ...seen.options, ...LOUD });
  await stack.stack.refresh({ ...seen.options, ...LOUD });
  stack.program = declares({ name: "db-one", users, allow: { restart: true } });
  await stack.stack.preview({ ...seen.options, diff: true });
  stack.program = declares({ name: "db-one", users: [{ name: "app", password: `${CANARY}-new` }] });
  await stack.stack.preview({ ...seen.options, diff: true });
  // Trove's own words could repeat what was sent.
  const body = { badRequest: { code: 400, message: `'${CANARY}' and '${KEYSTONE_PASSWORD}' do not match` } };
  cloud.faults.add({ method: "POST", path: "/instances$", effect: { type: "status", status: 400, body } });
  const failing = await createStack({ config, env: NO_CLOUD, program: declares({ name: "db-two", users }) });
  const message = await failureOf(failing.stack.up(seen.options));
  assert.match(message, /do not match/);
  seen.add(message);

  for (const secret of [CANARY, KEYSTONE_PASSWORD]) {
    assert.deepEqual(seen.linesWith(secret), []);
    assert.ok(!(await stack.checkpoint()).includes(secret), `the state holds ${secret}`);
    assert.ok(!(await failing.checkpoint()).includes(secret), `the state holds ${secret}`);
  }
  assert.equal(cloud.instances()[0]?.user("app", "%")?.password, CANARY);
});

test("a name that is a secret is in no state, output, log or error", async (t) => {
  const { cloud, createStack } = await startHarness(t);
  const body = { badRequest: { code: 400, message: `'${CANARY}\\n' does not match` } };
  cloud.faults.add({ method: "POST", path: "/instances$", effect: { type: "status", status: 400, body } });
  const stack = await createStack({ program: declares({ name: pulumi.secret(CANARY) }) });
  const seen = listen(stack);
  const message = await failureOf(stack.stack.up({ ...seen.options, ...LOUD }));
  assert.match(message, /'\*\*\*\\n' does not match/);
  seen.add(message);
  await stack.stack.up({ ...seen.options, ...LOUD });
  assert.equal(cloud.instances()[0]?.name, CANARY);
  assert.deepEqual(seen.linesWith(CANARY), []);
  assert.ok(!(await stack.checkpoint()).includes(CANARY));
});

test("a token or application credential secret is in no state, output or log", async (t) => {
  const { cloud, createStack } = await startHarness(t);
  const { id, secret } = cloud.applicationCredential;
  const token = await tokenOf(cloud);
  const common: TroveProviderArgs = { authUrl: cloud.authUrl, region: "RegionOne" };
  const stack = await createStack({
    env: NO_CLOUD,
    program: async () => {
      const byToken = new TroveProvider("token", { ...common, token });
      const credential = { applicationCredentialId: id, applicationCredentialSecret: secret };
      const byCredential = new TroveProvider("credential", { ...common, ...credential });
      const small = { flavor: "m1.small", volume: { size: 1 } };
      new TroveInstance("one", small, { provider: byToken });
      new TroveInstance("two", small, { provider: byCredential });
    },
  });
  const seen = listen(stack);
  await stack.stack.up({ ...seen.options, ...LOUD });
  await stack.stack.preview({ ...seen.options, diff: true });
  assert.equal(cloud.instances().length, 2);
  for (const hidden of [token, secret]) {
    assert.deepEqual(seen.linesWith(hidden), []);
    assert.ok(!(await stack.checkpoint()).includes(hidden));
  }
});

// The engine takes for secret what is so in the new inputs, where such a user is no more
// (`pkg/resource/plugin/provider_plugin.go`, `annotateSecrets`).
for (const [what, left] of [
  ["one of the users is dropped", { users }],
  ["the users are taken out of the program", {}],
] as const) {
  test(`${what}: passwords stay encrypted if the update stops before, also in a refresh`, async (t) => {
    const harness = await startHarness(t);
    const both = [...users, { name: "old", password: `${CANARY}-old` }];
    const { stack } = await upOf(harness, declares({ users: both }));
    const shown = { onOutput: stack.onOutput, diff: true };
    const asSecrets = { "app@%": CANARY, "old@%": `${CANARY}-old` };
    const assertKept = async (when: string) => {
      assert.deepEqual(await passwordsIn(stack, "outputs"), asSecrets, when);
      assert.ok(!(await stack.checkpoint()).includes(CANARY), `the state holds a password ${when}`);
    };
    const effect = { type: "status", status: 403, body: { forbidden: { code: 403, message: "No resize." } } } as const;
    harness.cloud.faults.add({ method: "POST", path: "/action$", effect });
    stack.program = declares({ ...left, flavor: "m1.medium" });

    assert.match(await failureOf(stack.stack.up(shown)), /No resize/);
    await assertKept("after the update");
    await stack.stack.refresh(shown);
    await assertKept("after the refresh");
    assert.deepEqual(await passwordsIn(stack, "inputs"), asSecrets);
    await stack.stack.preview(shown);
    assert.ok(!stack.output().includes(CANARY), stack.output());

    harness.cloud.faults.clear();
    await stack.stack.up();
    assert.ok(!(await stack.checkpoint()).includes(CANARY));
    await stack.stack.preview({ expectNoChanges: true });
  });
}

test("a program can read passwords of users that are one secret, even after a refresh", async (t) => {
  const { createStack } = await startHarness(t);
  const program = async () => {
    const all = pulumi.secret(users) as unknown as typeof users;
    const db = new TroveInstance("db", { flavor: "m1.small", volume: { size: 1 }, users: all });
    return { password: db.users.apply((given) => given?.["app@%"]?.password) };
  };
  const stack = await createStack({ program });
  const read = { password: { value: CANARY, secret: true } };
  assert.deepEqual((await stack.stack.up()).outputs, read);
  await stack.stack.refresh({ expectNoChanges: true });
  assert.deepEqual((await stack.stack.up({ expectNoChanges: true })).outputs, read);
  assert.ok(!(await stack.checkpoint()).includes(CANARY));
});

const LOUD = { logToStdErr: true, logVerbosity: 9, logFlow: true };

/** Keeps all that operations print. */
function listen(stack: TestStack) {
  let text = "";
  const add = (more: string) => {
    text += `${more}\n`;
  };
  return {
    options: { onOutput: stack.onOutput, onError: add },
    add,
    /** The engine's own log of level 9 spells out what it gives back to the program; all else is the provider's. */
    linesWith(secret: string): string[] {
      assert.match(text, /^\{"time".*"v":9/m, "the log is not there");
      const lines = `${text}\n${stack.output()}`.split("\n").filter((line) => line.includes(secret));
      return lines.filter((line) => !/^\{"time".*RegisterResource RPC finished/.test(line));
    },
  };
}

/** The users' passwords in the inputs or outputs of `db`; each of them has to be a secret of its own. */
async function passwordsIn(stack: TestStack, where: "inputs" | "outputs"): Promise<Record<string, unknown>> {
  // With its secrets, as the Automation API asks for it: `pulumi stack export --show-secrets`.
  const { deployment } = await stack.stack.exportStack();
  const db = deployment.resources.find(({ urn }: { urn: string }) => urn.endsWith("::db"));
  const named = Object.entries<{ password: { plaintext?: string } }>(db[where].users);
  return Object.fromEntries(named.map(([key, { password }]) => [key, JSON.parse(password.plaintext ?? '"in plain"')]));
}

async function tokenOf(cloud: Simulator): Promise<string> {
  const domain = { id: "default" };
  const identity = { methods: ["password"], password: { user: { name: "demo", password: KEYSTONE_PASSWORD, domain } } };
  const response = await fetch(`${cloud.authUrl}/auth/tokens`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ auth: { identity, scope: { project: { name: "demo", domain } } } }),
  });
  return response.headers.get("x-subject-token") ?? assert.fail(`Keystone answered ${response.status}`);
}
