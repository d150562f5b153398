import assert from "node:assert/strict";
import { test } from "node:test";
import { formatChildId, parseChildId } from "../../../../provider/resources/children/child-id.ts";

const instanceId = "8a2f3c1e-0000-4000-8000-000000000001";

for (const key of ["app", "app@%", "a/b@10.0.0.%", "a@b@%"]) {
  test(`${key} survives formatting and parsing`, () => {
    const id = formatChildId({ instanceId, key });
    assert.equal(id, `${instanceId}/${key}`);
    assert.deepEqual(parseChildId(id, "<instance id>/<name>"), { instanceId, key });
  });
}

for (const id of ["", "app", "db/app", `${instanceId}`, `${instanceId}/`, `/${instanceId}`]) {
  test(`${JSON.stringify(id)} is refused with the form of an id`, () => {
    assert.throws(() => parseChildId(id, "<instance id>/<name>"), {
      code: "TROVE_BAD_ID",
      message: `The id ${JSON.stringify(id)} does not have the form <instance id>/<name>, in which <instance id> is a UUID. Correct the id.`,
    });
  });
}
