import assert from "node:assert/strict";
import { COLLATIONS } from "../../provider/resources/guest/rules/character-sets.ts";
import { brokenGuestRules } from "../../provider/resources/guest/rules/guest-rules.ts";
import { guestWarnings } from "../../provider/resources/guest/rules/guest-warnings.ts";
import { userHost } from "../../provider/resources/rules.ts";
import { contract } from "../support/cloud-contract.ts";
import { listed, madeBefore, databaseNames as namesOf } from "../support/cloud-guest.ts";
import { activeInstance, assertFault, createBody } from "../support/cloud-instances.ts";
import { differs } from "../support/differences.ts";

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

const asInPreview = "what a check refuses for MySQL is what Trove refuses";

test.on(18, "names-checked-by-guest")(asInPreview, async ({ demo }) => {
  const { id } = await activeInstance(demo, { datastore });
  const taken = async (path: string, body: object) => {
    const { status, text } = await demo.post(`/instances/${id}/${path}`, body);
    // The real Trove answers 500 if its message quotes characters outside Latin-1.
    assert.ok([202, 400, 500].includes(status), text);
    return status === 202;
  };
  for (const name of databaseNames) {
    const passes = brokenGuestRules(["mysql"], { databases: { [name]: {} } }, undefined).length === 0;
    assert.equal(passes, await taken("databases", { databases: [{ name }] }), `database ${JSON.stringify(name)}`);
  }
  for (const name of userNames) {
    const passes =
      brokenGuestRules(["mysql"], { users: { [`${name}@%`]: { password: "secret1" } } }, undefined).length === 0;
    const body = { users: [{ name, password: "secret1" }] };
    assert.equal(passes, await taken("users", body), `user ${JSON.stringify(name)}`);
  }
  for (const [index, password] of texts.entries()) {
    const passes = brokenGuestRules(["mysql"], { users: { "app@%": { password } } }, undefined).length === 0;
    const body = { users: [{ name: `one${index}`, password }] };
    assert.equal(passes, await taken("users", body), `password ${JSON.stringify(password)}`);
  }
});

test.on(26, "names-checked-by-guest")(
  "what a check refuses for MySQL is what the guest does not make",
  async ({ demo }) => {
    const { id } = await activeInstance(demo, { datastore });
    const post = async (what: "databases" | "users", items: readonly object[]) => {
      for (const item of items) {
        const { status, text } = await demo.post(`/instances/${id}/${what}`, { [what]: [item] });
        // The schema still refuses some names, such as those with a line break.
        // A name that the server cannot compare is 500, because it cannot become the instance's fault.
        assert.ok([202, 400, 500].includes(status), text);
      }
    };
    await post(
      "databases",
      databaseNames.map((name) => ({ name })),
    );
    const databases = await madeBefore(demo, id, "databases");
    for (const name of databaseNames) {
      const passes = brokenGuestRules(["mysql"], { databases: { [name]: {} } }, undefined).length === 0;
      assert.equal(passes, databases.has(name), `database ${JSON.stringify(name)}`);
    }
    await post(
      "users",
      userNames.map((name) => ({ name, password: "secret1" })),
    );
    await post(
      "users",
      texts.map((password, index) => ({ name: `one${index}`, password })),
    );
    const users = await madeBefore(demo, id, "users");
    for (const name of userNames) {
      const passes =
        brokenGuestRules(["mysql"], { users: { [`${name}@%`]: { password: "secret1" } } }, undefined).length === 0;
      assert.equal(passes, users.has(name), `user ${JSON.stringify(name)}`);
    }
    for (const [index, password] of texts.entries()) {
      const passes = brokenGuestRules(["mysql"], { users: { "app@%": { password } } }, undefined).length === 0;
      assert.equal(passes, users.has(`one${index}`), `password ${JSON.stringify(password)}`);
    }
  },
);

/** Character sets and collations of MySQL: valid ones, one of the two invalid, or both. */
const characterSets: readonly { readonly character_set?: string; readonly collate?: string }[] = [
  // Only newer releases accept utf8mb3.
  ...[...COLLATIONS]
    .filter(([set]) => set !== "utf8mb3")
    .flatMap(([character_set, collations]) => [
      { character_set },
      ...collations.flatMap((collate) => [{ collate }, { character_set, collate }]),
      { character_set, collate: "greek_bin" },
    ]),
  { character_set: "utf8mb4", collate: "utf8mb4_0900_ai_ci" },
  { character_set: "utf8mb4", collate: "utf8mb4_0900_as_cs" },
  { character_set: "UTF8" },
  { character_set: "utf-8" },
  { collate: "Greek_Bin" },
  { character_set: "utf9", collate: "utf9_bin" },
];

/** What MySQL 8.0 has and MariaDB has not, which stands in for it on the real Trove. */
const ONLY_IN_MYSQL = /^(?:gb18030|utf8mb4_0900)/;

test("newer releases accept utf8mb3, and a collation without a character set", async ({ cloud, demo }) => {
  const { id } = await activeInstance(demo, { datastore });
  const post = (database: object) => demo.post(`/instances/${id}/databases`, { databases: [database] });
  const [mb3, alone, last] = [
    await post({ name: "mb3", character_set: "utf8mb3" }),
    await post({ name: "alone", collate: "utf8mb4_0900_ai_ci" }),
    await post({ name: "last" }),
  ].map(({ status }) => status);
  assert.deepEqual([mb3, alone, last], [differs("utf8mb3", { 18: 400, 26: 202 }), 202, 202]);
  await listed(() => namesOf(demo, id), "last");
  const made = [
    ...(cloud.kind === "real" ? [] : differs("collation-alone", { 18: [], 26: ["alone"] })),
    "last",
    ...differs("utf8mb3", { 18: [], 26: ["mb3"] }),
  ];
  assert.deepEqual(await namesOf(demo, id), made);
});

test.on(18, "names-checked-by-guest")(
  "a check refuses the character sets and collations that Trove's API refuses",
  async ({ demo }) => {
    const { id } = await activeInstance(demo, { datastore });
    for (const [index, given] of characterSets.entries()) {
      const name = `charset${index}`;
      const declared = { characterSet: given.character_set, collate: given.collate };
      const passes = brokenGuestRules(["mysql"], { databases: { [name]: declared } }, undefined).length === 0;
      const { status } = await demo.post(`/instances/${id}/databases`, { databases: [{ name, ...given }] });
      assert.equal(status, passes ? 202 : 400, JSON.stringify(given));
    }
  },
);

for (const type of ["mysql", "mariadb"]) {
  test.on(26, "names-checked-by-guest")(
    `a check refuses the character sets that the guest does not make, for ${type}`,
    async ({ cloud, demo }) => {
      const { id } = await activeInstance(demo, { datastore: { type } });
      const all = [
        ...characterSets,
        { character_set: "utf8mb3" },
        { collate: "utf8mb3_general_ci" },
        { character_set: "utf8mb3", collate: "utf8mb3_bin" },
        { collate: "utf8mb4_0900_ai_ci" },
      ];
      const given = cloud.kind === "real" && type === "mysql" ? all.filter((one) => !isOnlyInMySql(one)) : all;
      for (const [index, one] of given.entries()) {
        await demo.post(`/instances/${id}/databases`, { databases: [{ name: `charset${index}`, ...one }] });
      }
      const made = await madeBefore(demo, id, "databases");
      for (const [index, { character_set: characterSet, collate }] of given.entries()) {
        const databases = { app: { characterSet, collate } };
        const isRefused = brokenGuestRules([type], { databases }, undefined).length > 0;
        // The check only warns: the names of the character sets are those of Trove, for both datastores.
        const isMissing = type === "mariadb" && isOnlyInMySql({ ...given[index] });
        if (isMissing) assert.ok(isRefused || guestWarnings(type, { databases }).length > 0);
        assert.equal(!isRefused && !isMissing, made.has(`charset${index}`), JSON.stringify(given[index]));
      }
    },
  );
}

function isOnlyInMySql(given: { readonly character_set?: string; readonly collate?: string }): boolean {
  return [given.character_set, given.collate].some((one) => ONLY_IN_MYSQL.test(one ?? ""));
}

/** Hosts of digits, dots and `%`, and others that an operator can allow. */
const numericHosts = [
  ...["%", "10.0.0.1", "10.0.0.%", "%.0.0.1", "%0.0.0.1", "10.0.0.1%", "0.0.0.0", "255.255.255.255"],
  ...["10.%", "%10", "10", "10.1", "10.0.%", "%.1", "%%", "10.0.0.0%", "10.0.0.01", "010.0.0.1", "0", "00", "%1%"],
  ...["300.0.0.1", "1.2.3.4.5", "1.2.3.4.%", "10.0.0.250%", "10..1", ".", "..", "10.0.0.", ".10.0.0.1", "%.", "999"],
];
const hostNames = ["localhost", "db.x", "db_1.x", "(10.0.0.1)", "x%", "%x", "1e1", "0x10.0.0.1"];

test("the check accepts the guest's hosts and warns if releases differ", async ({ demo }) => {
  const { id } = await activeInstance(demo, { datastore });
  const all = [...numericHosts, ...hostNames];
  for (const [index, host] of all.entries()) {
    await demo.post(`/instances/${id}/users`, { users: [{ name: `host${index}`, password: "secret1", host }] });
  }
  const made = await madeBefore(demo, id, "users");
  for (const [index, host] of all.entries()) {
    const declared = { users: { [`app@${host}`]: { password: "secret1" } } };
    const isRefused = brokenGuestRules(["mysql"], declared, undefined).length > 0;
    const isDoubtful = guestWarnings("mysql", declared).length > 0;
    const isPartial = isDoubtful && !hostNames.includes(host);
    const isMade = !isRefused && (!isDoubtful || (isPartial && differs("partial-hosts", { 18: true, 26: false })));
    assert.equal(isMade, made.has(`host${index}`), `host ${JSON.stringify(host)}`);
  }
});

/** Hosts with the characters of `host_string` and others. Whether they are addresses does not matter. */
const hosts = [
  ...["%", "10.0.0.1", "10.0.0.%", "%.1", "db-1.x", "db_1.x", "db.x", "", "%%", "a%b", "(x)", "a(b", "a-b", "-", "a b"],
  ...["::1", "10.0.0.0/8", "ünï", "中", "a\u0301", "½", "a,b", "a*b", "a+b", "%10%", "10.0.0.1\u00a0"],
];

test("a check refuses the hosts that Trove's schema refuses", async ({ demo }) => {
  const { id } = await activeInstance(demo, { datastore });
  for (const [index, host] of hosts.entries()) {
    const users = [{ name: `host${index}`, password: "secret1", host }];
    const { text } = await demo.post(`/instances/${id}/users`, { users });
    const isRefused = text.includes("Validation error");
    assert.equal(userHost.safeParse(host).success, !isRefused, `host ${JSON.stringify(host)}: ${text}`);
  }
});

test.on(18, "names-checked-by-guest")("the refusal of a database shows its percent signs", async ({ demo }) => {
  const { id } = await activeInstance(demo);
  for (const name of ["a%sb", "a%b", "a%%b", "a%5b", "%s%s1"]) {
    const answer = await demo.post(`/instances/${id}/databases`, { databases: [{ name }] });
    const message = `'${name}' is not a valid schema name.`;
    assertFault(answer, 400, "badRequest", message);
    const created = await demo.post("/instances", createBody({ databases: [{ name }] }));
    assertFault(created, 400, "badRequest", message);
  }
});
