import assert from "node:assert/strict";
import { before, test } from "node:test";
import * as pulumi from "@pulumi/pulumi";
import { TroveInstance, TroveProvider } from "../../../sdk/index.ts";
import { mockEngine } from "./registrations.ts";

before(() => mockEngine());

const args = { flavor: "2" };
/** A value that plain JavaScript can pass. */
const untyped = (value: unknown) => value as string;
const timeouts = (customTimeouts: object) => () => new TroveInstance("db", args, { customTimeouts });

/** Mistakes that Pulumi or its engine would refuse with a stack trace. Each error names the resource and the option. */
const REFUSED: readonly (readonly [what: string, program: () => unknown, ...names: string[]])[] = [
  [
    "the option import",
    () => new TroveInstance("db", args, { import: "8a2f3c1e" }),
    'TroveInstance "db"',
    'adoptId: "8a2f3c1e"',
  ],
  ["a time-out without a unit", timeouts({ create: "5" }), 'TroveInstance "db"', "customTimeouts.create", '"5"'],
  ["a time-out in words", timeouts({ update: "5 minutes" }), 'TroveInstance "db"', "customTimeouts.update"],
  ["a time-out in days", timeouts({ delete: "1d" }), 'TroveInstance "db"', "customTimeouts.delete"],
  ["a number as a time-out", timeouts({ create: 30 }), 'TroveInstance "db"', "customTimeouts.create"],
  ["an empty time-out", timeouts({ create: "" }), 'TroveInstance "db"', "customTimeouts.create"],
  ["a time-out of zero", timeouts({ create: "0s" }), 'TroveInstance "db"', "customTimeouts.create"],
  ["a negative time-out", timeouts({ create: "-5m" }), 'TroveInstance "db"', "customTimeouts.create"],
  ["a time-out too long for Go", timeouts({ read: "2562048h" }), 'TroveInstance "db"', "customTimeouts.read"],
  [
    "a time-out of an explicit provider",
    () => new TroveProvider("second", { cloud: "second" }, { customTimeouts: { create: "soon" } }),
    'TroveProvider "second"',
    "customTimeouts.create",
  ],
  [
    "a lookup with a bad time-out",
    () => TroveInstance.get("db", "8a2f3c1e", { customTimeouts: { create: "soon" } }),
    'TroveInstance "db"',
    "customTimeouts.create",
  ],
  ["an empty name", () => new TroveInstance("", args), "TroveInstance", "name"],
  ["no name", () => new TroveInstance(untyped(undefined), args), "TroveInstance", "name"],
  ["a name that is not a string", () => new TroveProvider(untyped(7), {}), "TroveProvider", "name"],
  ["a lookup without an id", () => TroveInstance.get("db", untyped(undefined)), 'TroveInstance.get("db")', "id"],
  ["a lookup by an empty id", () => TroveInstance.get("db", ""), 'TroveInstance.get("db")', "id"],
];

for (const [what, program, ...names] of REFUSED) {
  test(`refuses ${what}, and names the resource`, () => {
    assert.throws(program, (error: Error) => {
      assert.ok(pulumi.RunError.isInstance(error), String(error));
      for (const name of names) assert.ok(error.message.includes(name), error.message);
      return true;
    });
  });
}

test("lists every problem of the options on its own line", () => {
  const options = { import: "8a2f3c1e", customTimeouts: { create: "soon", update: "1h", delete: "never" } };
  assert.throws(
    () => new TroveInstance("db", args, options),
    ({ message }: Error) => {
      assert.match(message, /^TroveInstance "db": .*import.*\n.*customTimeouts\.create.*\n.*customTimeouts\.delete.*$/);
      return true;
    },
  );
});

for (const duration of ["90m", "1h30m", "1.5h", "500ms", "2562047h"]) {
  test(`accepts a time-out of ${duration}`, () => {
    assert.doesNotThrow(timeouts({ create: duration, update: undefined }));
  });
}

test("accepts null as options, which plain JavaScript can pass", () => {
  assert.doesNotThrow(() => new TroveInstance("db", args, null as unknown as pulumi.CustomResourceOptions));
});
