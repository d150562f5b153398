import assert from "node:assert/strict";
import { test } from "node:test";
import { UnaddressableNameError } from "../../../../provider/trove/errors/unaddressable-name-error.ts";
import { databaseSegment, idSegment, userSegment, withQuery } from "../../../../provider/trove/request/paths.ts";

/** Python's `unquote`, twice: by WSGI and by `unquote_user_host`. */
function asTroveReads(segment: string): string {
  return decodeURIComponent(decodeURIComponent(segment));
}

test("a user's segment is read by Trove as name and host, whatever they are made of", () => {
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

test("a user's segment shows the router neither a dot nor a slash", () => {
  const segment = userSegment({ name: "a/b.json", host: "10.0.0.1" });
  assert.doesNotMatch(decodeURIComponent(segment), /[./]/);
});

test("a database's name is encoded once", () => {
  assert.equal(databaseSegment("app 1#?", "Dropping"), "app%201%23%3F");
});

test("a database's name that would reach another database is refused", () => {
  for (const name of ["a.b", "a/b", "", ".", ".."]) {
    assert.throws(() => databaseSegment(name, "Dropping database"), UnaddressableNameError);
  }
});

test("an id that is none is refused before it becomes another path", () => {
  for (const id of ["", ".", "..", "a/b"]) {
    assert.throws(() => idSegment(id), RangeError);
  }
  assert.equal(idSegment("4f1c-2"), "4f1c-2");
});

test("a query has what is given, encoded once", () => {
  assert.equal(withQuery("/x", { limit: 2, marker: "a@10.0.0.%" }), "/x?limit=2&marker=a%4010.0.0.%25");
  assert.equal(withQuery("/x", { limit: undefined, marker: undefined }), "/x");
});
