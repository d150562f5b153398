// Types of `pulumi-trove/client`. `npm run check` compiles this file; nothing runs it.
import { expectTypeOf } from "expect-type";
import {
  type CreateInstance,
  type Instance,
  isNotFound,
  type NotFoundError,
  type Page,
  TroveClient,
  type TroveCredentials,
  type TroveError,
  type Version,
  type WaitTimeoutError,
} from "pulumi-trove/client";

export function connectTakesCredentials(): void {
  expectTypeOf(TroveClient.connect).returns.resolves.toEqualTypeOf<TroveClient>();
  expectTypeOf(TroveClient.versions).returns.resolves.toEqualTypeOf<Version[]>();
  expectTypeOf<{ cloud: string }>().toExtend<TroveCredentials>();
  expectTypeOf<{ userName: string; apiKey: string; authType: "rackspace" }>().toExtend<TroveCredentials>();
  expectTypeOf<{ authType: "basic" }>().not.toExtend<TroveCredentials>();
  // @ts-expect-error an unknown key
  void TroveClient.connect({ username: "demo" });
  // @ts-expect-error a port instead of a URL
  void TroveClient.connect({ authUrl: 5000 });
  // @ts-expect-error only connect makes a client
  new TroveClient();
}

export async function createTakesWhatTroveAccepts({ instances }: TroveClient): Promise<void> {
  expectTypeOf(await instances.create({ name: "db", flavorId: "1", volume: { size: 1 } })).toEqualTypeOf<Instance>();
  expectTypeOf<Instance["volumeSize"]>().toEqualTypeOf<number | undefined>();
  expectTypeOf<Instance["status"]>().toEqualTypeOf<string>();
  expectTypeOf<Omit<CreateInstance, "name">>().not.toExtend<CreateInstance>();
  // @ts-expect-error the name is missing
  await instances.create({ flavorId: "1" });
  // @ts-expect-error snake_case
  await instances.create({ name: "db", flavor_ref: "1" });
  // @ts-expect-error the size is a number of GiB
  await instances.create({ name: "db", volume: { size: "1" } });
  // @ts-expect-error results are read-only
  (await instances.get("id")).name = "other";
}

export async function listsAreIterated({ instances, users, databases }: TroveClient): Promise<void> {
  expectTypeOf(await instances.page({ limit: 20, marker: "id" })).toEqualTypeOf<Page<Instance>>();
  expectTypeOf<Page<Instance>["next"]>().toEqualTypeOf<string | undefined>();
  for await (const instance of instances.list()) expectTypeOf(instance).toEqualTypeOf<Instance>();
  for await (const database of databases.list("id")) expectTypeOf(database).toEqualTypeOf<string>();
  // @ts-expect-error the id of the instance is missing
  users.list();
  // @ts-expect-error the limit is a number
  await instances.page({ limit: "20" });
}

export async function waitForReturnsTheInstance({ instances }: TroveClient): Promise<void> {
  expectTypeOf(await instances.waitFor("id", "ACTIVE", { timeout: 1000 })).toEqualTypeOf<Instance>();
  expectTypeOf(await instances.waitFor("id", "gone")).toEqualTypeOf<undefined>();
  // @ts-expect-error an unknown status
  await instances.waitFor("id", "ACTIV");
  // @ts-expect-error the time-out is in milliseconds
  await instances.waitFor("id", "gone", { timeout: "30m" });
  // @ts-expect-error the size is a number of GiB
  await instances.growVolume("id", "2");
}

export function errorsHaveClassesAndCodes(error: unknown): void {
  expectTypeOf<NotFoundError>().toExtend<TroveError>();
  expectTypeOf<WaitTimeoutError["code"]>().toEqualTypeOf<"TROVE_WAIT_TIMEOUT">();
  if (isNotFound(error)) expectTypeOf(error).toEqualTypeOf<NotFoundError>();
}
