import assert from "node:assert/strict";
import { test } from "node:test";
import { describeError } from "../../../provider/core/error-text.ts";
import { ConfigError } from "../../../provider/openstack/errors/config-error.ts";
import { fromWireInstance } from "../../../provider/trove/instances/instance-wire.ts";
import { idSegment } from "../../../provider/trove/request/paths.ts";

const CANARY = "hunter2";

test("an error of the package is described by its own text", () => {
  assert.equal(describeError(new ConfigError("Set authUrl.")), "Set authUrl.");
});

test("a RangeError of the package is described by its own text", () => {
  const thrown = (() => {
    try {
      return idSegment("a/b");
    } catch (error) {
      return error;
    }
  })();
  assert.equal(describeError(thrown), 'RangeError: Invalid id: "a/b".');
});

test("an error of another library is described without its text", () => {
  const errors = [
    new Error(CANARY),
    new SyntaxError(`Unexpected token '${CANARY}'`),
    Object.assign(new Error(CANARY), { name: `${CANARY} of 1` }),
    Object.assign(new Error(CANARY), { code: `invalid ${CANARY}` }),
    new Error(`x\n    at ${CANARY} (${new URL("../../../provider/", import.meta.url)}http/clock.ts:1:1)`),
    Object.assign(new Error("x"), { stack: `    at ${CANARY}` }),
    new Error("x", { cause: new Error(CANARY) }),
    new AggregateError([new Error(CANARY)], CANARY),
    CANARY,
    Symbol(CANARY),
    { message: CANARY },
    null,
    undefined,
  ];
  for (const error of errors) assert.doesNotMatch(describeError(error), /hunter2/);
});

test("an error is described by its name, its code, and the function that it came from", () => {
  const failed = (() => {
    try {
      return fromWireInstance({
        id: "i",
        name: "n",
        status: "ACTIVE",
        get flavor(): never {
          throw new RangeError(CANARY);
        },
      });
    } catch (error) {
      return error;
    }
  })();
  assert.match(
    describeError(failed),
    /^RangeError: thrown in fromWireInstance \(provider\/trove\/instances\/instance-wire\.ts, line \d+\)$/,
  );
  const coded = Object.assign(new TypeError(CANARY), { code: "ERR_INVALID_ARG_TYPE" });
  assert.equal(describeError(coded), "TypeError (ERR_INVALID_ARG_TYPE): thrown outside this package");
  assert.equal(describeError("text"), "a value of type string was thrown");
});

test("an error whose stack or message is no text is described all the same", () => {
  for (const fields of [
    { stack: [] },
    { stack: null },
    { stack: undefined },
    { message: 5 },
    { name: Symbol(CANARY) },
  ]) {
    assert.match(describeError(Object.assign(new Error(CANARY), fields)), /^Error: thrown /);
  }
  const { prepareStackTrace } = Error;
  Error.prepareStackTrace = (_, sites) => sites;
  try {
    assert.equal(describeError(new Error(CANARY)), "Error: thrown at an unknown place");
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
  }
});

test("an error whose stack cannot be read is described all the same", () => {
  const error = Object.defineProperty(new Error(CANARY), "stack", {
    get: (): never => {
      throw new Error(CANARY);
    },
  });
  assert.equal(describeError(error), "Error: thrown at an unknown place");
});
