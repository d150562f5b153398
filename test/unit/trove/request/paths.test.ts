import assert from "node:assert/strict";
import { test } from "node:test";
import { UnaddressableNameError } from "../../../../provider/trove/errors/unaddressable-name-error.ts";
import { databaseSegment, idSegment, userSegment, withQuery } from "../../../../provider/trove/request/paths.ts";

/** Python's `unquote`, twice: by WSGI and by `unquote_user_host`. */
function asTroveReads(segment: string): string {
  return decodeURIComponent(decodeURIComponent(segment));
}

test("Trove decodes the segment of a user to name and host", () => {
  for (const user of [
    { name: "app" },
    { name: "app", host: "10.0.0.%" },
    { name: "at@x" },
    { name: "a.json" },
    { name: "a/b" },
    { name: "50%25" },
    { name: "with space", host: "192.168.1.1" },
    { name: "ümlaut" },
    { name: ".." },
  ]) {
    assert.equal(asTroveReads(userSegment(user)), `${user.name}@${user.host ?? "%"}`);
  }
});

test("the segment of a user has neither a dot nor a slash", () => {
  const segment = userSegment({ name: "a/b.json", host: "10.0.0.1" });
  assert.doesNotMatch(decodeURIComponent(segment), /[./]/);
});

test("encodes the name of a database once", () => {
  assert.equal(databaseSegment("app 1#?", "Dropping"), "app%201%23%3F");
});

test("refuses a name that would address another database, or none", () => {
  for (const name of ["a.b", "a/b", "", ".", "..", "é1", "日本", "a😀"]) {
    assert.throws(() => databaseSegment(name, "Dropping database"), UnaddressableNameError);
  }
});

test("refuses an invalid id before it becomes another path", () => {
  for (const id of ["", ".", "..", "a/b"]) {
    assert.throws(() => idSegment(id), RangeError);
  }
  assert.equal(idSegment("4f1c-2"), "4f1c-2");
});

test("a query has the given parameters, encoded once", () => {
  assert.equal(withQuery("/x", { limit: 2, marker: "a@10.0.0.%" }), "/x?limit=2&marker=a%4010.0.0.%25");
  assert.equal(withQuery("/x", { limit: undefined, marker: undefined }), "/x");
});
