import { test } from "node:test";
import { answer } from "./errors/answer.ts";
import { NOBODYS } from "./errors/row.ts";
import { declares, startHarness, upOf } from "./harness.ts";
import { argumentMistakes } from "./mistakes/arguments.ts";
import { assertHelps } from "./mistakes/mistake.ts";

test("a mistake in the arguments is named once, with its cure, at preview", async (t) => {
  const { createStack } = await startHarness(t);
  const stack = await createStack();
  for (const row of argumentMistakes) await t.test(row.mistake, () => assertHelps(row, stack));
});

test("an unknown network is named by its path when Trove refuses it", async (t) => {
  const { cloud, createStack } = await startHarness(t);
  const body = { badRequest: { code: 400, message: `Network Resource ${NOBODYS} cannot be found.` } };
  cloud.faults.add({ method: "POST", path: "/instances$", effect: answer(400, body) });
  const args = { network: { networkId: NOBODYS } };
  await assertHelps(
    { mistake: "", code: "TROVE_BAD_REQUEST", names: "network.networkId: ", cure: "cannot be found", at: "up", args },
    await createStack(),
  );
});

test("a volume over the quota is named by its path when Trove refuses it", async (t) => {
  const { createStack } = await startHarness(t);
  const stack = await createStack();
  const volume = { mistake: "", args: { volume: { size: 5000 } } };
  await assertHelps({ ...volume, names: "volumes", cure: "Quota would be exceeded", at: "warning" }, stack);
  await assertHelps({ ...volume, names: "volume.size: ", cure: "larger quota", at: "up", code: "TROVE_QUOTA" }, stack);
});

test("an instance over the quota is a warning at preview and an error at up", async (t) => {
  const { createStack } = await startHarness(t, { maxInstances: 0 });
  const stack = await createStack();
  const instances = { mistake: "", names: "instances" };
  await assertHelps({ ...instances, cure: "Quota would be exceeded", at: "warning" }, stack);
  await assertHelps({ ...instances, cure: "larger quota", at: "up", code: "TROVE_QUOTA" }, stack);
});

test("an instance deleted outside of Pulumi is an error that leads to a refresh", async (t) => {
  const harness = await startHarness(t);
  const { stack, id } = await upOf(harness, declares());
  harness.cloud.remove(id);
  await assertHelps(
    {
      mistake: "",
      code: "TROVE_NOT_FOUND",
      names: id,
      cure: "pulumi refresh",
      at: "up",
      args: { flavor: "m1.medium" },
    },
    stack,
  );
});
