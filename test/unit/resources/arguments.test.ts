import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { type Arguments, checkArguments, secretPaths } from "../../../provider/resources/arguments.ts";
import { byName, fields, oneOf, text } from "../../../provider/resources/rules.ts";
import { documentationOf, documented } from "../../../provider/resources/schema/documented.ts";
import { partAt, structureOf } from "../../../provider/resources/schema/structure.ts";

const change = { doc: "", onChange: { kind: "update", impact: "none" }, onRemoval: "unmanage" } as const;
const secret = documented(text, { doc: "A token.", secret: true });
const noOtherNames = { paths: {}, advice: {} };

test("finds the secrets of a table at any depth", () => {
  const table: Arguments = {
    plain: { schema: text, ...change },
    token: { schema: text, secret: true, ...change },
    login: { schema: fields({ user: text, token: secret }).optional(), ...change },
    logins: { schema: byName(text, fields({ inner: fields({ token: secret }) })), ...change },
  };
  assert.deepEqual(secretPaths(table), ["token", "login.token", "logins.*.inner.token"]);
});

test("the documentation of a part does not apply to other uses of its rule", () => {
  assert.deepEqual(documentationOf(secret), { doc: "A token.", secret: true });
  assert.equal(documentationOf(text), undefined);
});

test("the structure of an optional schema is that of its value", () => {
  const schema = fields({ list: z.array(text).default([]) }).optional();
  assert.equal(structureOf(schema).kind, "object");
  assert.equal(structureOf(partAt(schema, "list") ?? assert.fail()).kind, "list");
  assert.equal(partAt(schema, "toString"), undefined);
});

test("refuses a text that is none of the values, and a value that is not a text", () => {
  const table: Arguments = { mode: { schema: oneOf(["on", "off"], "must be on or off"), ...change } };
  assert.deepEqual(checkArguments(table, { mode: "on" }, noOtherNames), []);
  for (const mode of ["ON", "", 1, true]) {
    assert.deepEqual(checkArguments(table, { mode }, noOtherNames), [{ path: "mode", reason: "must be on or off" }]);
  }
});
