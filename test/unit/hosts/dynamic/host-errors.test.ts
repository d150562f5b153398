import assert from "node:assert/strict";
import { test } from "node:test";
import { toHostErrors } from "../../../../provider/hosts/dynamic/host-errors.ts";
import { RefusedError } from "../../../../provider/resources/errors/refused-error.ts";
import { OperationError, PartialFailure } from "../../../../provider/service/errors/operation-error.ts";

const refused = new RefusedError("The change of x", [{ path: "name", kind: "refuse", impact: "none", reason: "no." }]);

/** The error that the dynamic host gets if an operation throws this one. */
async function hostErrorOf(error: unknown): Promise<Error & Record<string, unknown>> {
  const failed = toHostErrors(
    async () => {
      throw error;
    },
    ({ outputs }) => ({ ...outputs, encoded: true }),
  );
  return failed.then(
    () => assert.fail("the operation succeeded"),
    (thrown) => thrown,
  );
}

test("an operation that succeeds keeps its result", async () => {
  assert.equal(await toHostErrors(async () => 1), 1);
});

test("the host prints which resource failed, and gets only the message of an error", async () => {
  const source = Object.assign(new Error("x"), { code: 5, details: "secret", password: "secret" });
  for (const thrown of [new OperationError(source), new OperationError(refused), source]) {
    const error = await hostErrorOf(thrown);
    assert.equal(`${error}: ${error.stack}`, "pulumi-trove: see the error of the resource");
    assert.deepEqual(Object.keys(error), ["name"]);
    assert.equal(error.cause, undefined);
  }
});

for (const [urn, name] of [
  ["urn:pulumi:dev::shop::pulumi-nodejs:dynamic/trove:Instance::db", '"db"'],
  ["urn:pulumi:dev::shop::pulumi-nodejs:dynamic/trove:Instance::a::b", '"a::b"'],
  ["not a URN", "the resource"],
] as const) {
  test(`the host prints a reference to the error of ${name}`, async () => {
    assert.equal((await hostErrorOf(new OperationError(refused, { urn }))).stack, `see the error of ${name}`);
  });
}

test("a partial failure has the id, the encoded state and its message as the reason", async () => {
  const partial = await hostErrorOf(new PartialFailure("id-1", { outputs: { a: 1 } }, refused));
  assert.equal(partial.id, "id-1");
  assert.deepEqual(partial.properties, { a: 1, encoded: true });
  assert.deepEqual(partial.reasons, [partial.message]);
});
