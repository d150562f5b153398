import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import { TroveInstance, type TroveInstanceArgs } from "../../../sdk/index.ts";
import { isSecret, mockEngine, register } from "./registrations.ts";

before(() => mockEngine({ preview: true }));

const unknown = pulumi.output(Promise.resolve("x")).apply((text) => text);
const rows: readonly (readonly [what: string, args: TroveInstanceArgs, paths: readonly (readonly string[])[]])[] = [
  ["a secret string", { name: pulumi.secret("n") }, [["name"]]],
  ["a promise of a secret", { name: Promise.resolve(pulumi.secret("n")) as unknown as Promise<string> }, [["name"]]],
  ["a string made of a secret", { name: pulumi.interpolate`db-${pulumi.secret("n")}` }, [["name"]]],
  ["a secret in an object", { volume: { size: 1, type: pulumi.secret("t") } }, [["volume", "type"]]],
  ["a secret object", { datastore: pulumi.secret({ type: "mysql" }) }, [["datastore"]]],
  [
    "a secret item of a list",
    { access: { isPublic: true, allowedCidrs: ["10.0.0.0/8", pulumi.secret("10.1.0.0/16")] } },
    [["access", "allowedCidrs"]],
  ],
  ["a secret list", { databases: pulumi.secret([{ name: "app" }]) }, [["databases"]]],
  ["a secret user name", { users: [{ name: pulumi.secret("u"), password: "p" }] }, [["users"]]],
  [
    "secret grants",
    { users: [{ name: "u", password: "p", databases: pulumi.secret(["app"]) }] },
    [["users", "u@%", "databases"]],
  ],
  [
    "one secret grant",
    { users: [{ name: "u", password: "p", databases: ["web", pulumi.secret("app")] }] },
    [["users", "u@%", "databases"]],
  ],
];

for (const [index, [what, args, paths]] of rows.entries()) {
  test(`passes the path of ${what}`, async () => {
    const { inputs } = await register(
      `row${index}`,
      () => new TroveInstance(`row${index}`, { flavor: unknown, ...args }),
    );
    assert.deepEqual(inputs.__secrets, paths);
    assert.ok(!isSecret(inputs.__secrets));
  });
}

test("passes no paths if only passwords are secret", async () => {
  const users = [{ name: "a", password: pulumi.secret("p") }];
  const { inputs } = await register(
    "none",
    () => new TroveInstance("none", { flavor: "2", volume: { size: 1 }, users }),
  );
  assert.ok(!("__secrets" in inputs));
});
