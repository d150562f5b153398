import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import { TroveInstance, type TroveInstanceArgs } from "../../../sdk/index.ts";
import { isSecret, mockEngine, register } from "./registrations.ts";

before(() => mockEngine({ preview: true }));

const unknown = pulumi.output(Promise.resolve("x")).apply((text) => text);
const rows: readonly (readonly [what: string, args: TroveInstanceArgs, paths: readonly (readonly string[])[]])[] = [
  ["a text", { name: pulumi.secret("n") }, [["name"]]],
  ["a promise of a secret", { name: Promise.resolve(pulumi.secret("n")) as unknown as Promise<string> }, [["name"]]],
  ["what is made of a secret", { name: pulumi.interpolate`db-${pulumi.secret("n")}` }, [["name"]]],
  ["a value in an object", { volume: { size: 1, type: pulumi.secret("t") } }, [["volume", "type"]]],
  ["a whole object", { datastore: pulumi.secret({ type: "mysql" }) }, [["datastore"]]],
  [
    "an item of a list",
    { access: { isPublic: true, allowedCidrs: ["10.0.0.0/8", pulumi.secret("10.1.0.0/16")] } },
    [["access", "allowedCidrs"]],
  ],
  ["a whole list", { databases: pulumi.secret([{ name: "app" }]) }, [["databases"]]],
  ["the name of a user", { users: [{ name: pulumi.secret("u"), password: "p" }] }, [["users"]]],
  [
    "the grants of a user",
    { users: [{ name: "u", password: "p", databases: pulumi.secret(["app"]) }] },
    [["users", "u@%", "databases"]],
  ],
  [
    "one of a user's grants",
    { users: [{ name: "u", password: "p", databases: ["web", pulumi.secret("app")] }] },
    [["users", "u@%", "databases"]],
  ],
];

for (const [index, [what, args, paths]] of rows.entries()) {
  test(`${what} that is secret is passed on by its path, in plain`, async () => {
    const { inputs } = await register(
      `row${index}`,
      () => new TroveInstance(`row${index}`, { flavor: unknown, ...args }),
    );
    assert.deepEqual(inputs.__secrets, paths);
    assert.ok(!isSecret(inputs.__secrets));
  });
}

test("passwords are not named, and nothing is where nothing else is secret", async () => {
  const users = [{ name: "a", password: pulumi.secret("p") }];
  const { inputs } = await register(
    "none",
    () => new TroveInstance("none", { flavor: "2", volume: { size: 1 }, users }),
  );
  assert.ok(!("__secrets" in inputs));
});
