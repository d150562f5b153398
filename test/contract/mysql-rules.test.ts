import assert from "node:assert/strict";
import { checkMysql } from "../../provider/resources/instance/mysql-rules.ts";
import { contract } from "../support/cloud-contract.ts";
import { activeInstance } from "../support/cloud-instances.ts";

const test = contract();
const datastore = { type: "mysql" };
const unprintable = ["\t", "\n", "\u00a0", "\u200b", "\u2028", "\ue000", "\u0085"];
const databaseNames = [
  ...["ab", "a", "a_1-b", "-a", "_a", "a b", "a ? # @ b", "a?b#c", "a ", " a", "a.b", "a/b", "a\\b", "ünï", "日本1"],
  ...["a".repeat(64), ...unprintable.map((character) => `a${character}b`)],
];
const texts = [
  ...["ab", "a", " ab", "ab ", "a b", "\u3000ab", "a\u3000b", "a'b", 'a"b', "a;b", "a`b", "a,b", "a/b", "a\\b"],
  ...["a%b", "a.b", "a:b", "a!b", "a@b", "ünï1", "日本1", "😀1", "e\u0301", "\u00ad1", "\ufeff1"],
  ...unprintable.map((character) => `a${character}b`),
];
const userNames = [...texts, "a".repeat(16), "a".repeat(17), "😀".repeat(8) + "a".repeat(8)];

test("what a check refuses for MySQL is what Trove refuses", async ({ demo }) => {
  const { id } = await activeInstance(demo, { datastore });
  const taken = async (path: string, body: object) => {
    const { status, text } = await demo.post(`/instances/${id}/${path}`, body);
    // A refusal that quotes characters beyond Latin-1 is answered 500 by the real Trove.
    assert.ok([202, 400, 500].includes(status), text);
    return status === 202;
  };
  for (const name of databaseNames) {
    const passes = checkMysql({ datastore, databases: { [name]: {} } }).length === 0;
    assert.equal(passes, await taken("databases", { databases: [{ name }] }), `database ${JSON.stringify(name)}`);
  }
  for (const name of userNames) {
    const passes = checkMysql({ datastore, users: { [`${name}@%`]: { password: "secret1" } } }).length === 0;
    const body = { users: [{ name, password: "secret1" }] };
    assert.equal(passes, await taken("users", body), `user ${JSON.stringify(name)}`);
  }
  for (const [index, password] of texts.entries()) {
    const passes = checkMysql({ datastore, users: { "app@%": { password } } }).length === 0;
    const body = { users: [{ name: `one${index}`, password }] };
    assert.equal(passes, await taken("users", body), `password ${JSON.stringify(password)}`);
  }
});
