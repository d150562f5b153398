import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { COLLATIONS } from "../../../../../provider/resources/guest/rules/character-sets.ts";
import { brokenGuestRules } from "../../../../../provider/resources/guest/rules/guest-rules.ts";
import { guestWarnings } from "../../../../../provider/resources/guest/rules/guest-warnings.ts";

const PYTHON = "/usr/bin/python3";
const hasTrove = spawnSync(PYTHON, ["-c", "import trove.common.db.mysql.models"]).status === 0;

/** Reads databases as the guest agent reads what the API sends it (`trove/guestagent/datastore/mysql_common/service.py`). */
const READ_DATABASES = `
import json, sys
from trove.common.db.mysql import models
def is_read(database):
    try:
        models.MySQLSchema.deserialize({"_name": "app", **database})
        return True
    except ValueError:
        return False
print(json.dumps([is_read(database) for database in json.load(sys.stdin)]))
`;

test("accepts a collation without a character set as the guest agent does", { skip: !hasTrove }, () => {
  // What the API of Trove 18 sends: the character set of its own list of collations. That of 26 sends none.
  const collations = [...COLLATIONS]
    .filter(([characterSet]) => characterSet !== "utf8mb3")
    .flatMap(([characterSet, all]) => all.map((collate) => ({ characterSet, collate })));
  const only = "utf8mb4_0900_ai_ci";
  const given = [...collations, { characterSet: "utf8mb4", collate: only }, { characterSet: null, collate: only }];
  const sent = given.map(({ characterSet, collate }) => ({ _character_set: characterSet, _collate: collate }));
  const { stdout, stderr } = spawnSync(PYTHON, ["-c", READ_DATABASES], { input: JSON.stringify(sent) });
  assert.equal(String(stderr), "");
  const taken = JSON.parse(String(stdout)) as boolean[];
  const warned: boolean[] = [];
  for (const [index, { collate }] of given.entries()) {
    const databases = { app: { characterSet: undefined, collate } };
    assert.deepEqual(brokenGuestRules(["mysql"], { databases }, undefined), [], collate);
    warned.push(guestWarnings("mysql", { databases }).length > 0);
    if (collate !== only) assert.deepEqual([taken[index], warned[index]], [true, false], collate);
  }
  assert.deepEqual(
    [taken.slice(-2), warned.slice(-2)],
    [
      [false, true],
      [true, true],
    ],
  );
});
