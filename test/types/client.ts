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

// Compiled by `npm run check` and never run: a type that is wrong does not compile.

/** Connecting takes credentials, a cloud or nothing, and gives a client. */
export function connecting(): void {
  expectTypeOf(TroveClient.connect).returns.resolves.toEqualTypeOf<TroveClient>();
  expectTypeOf(TroveClient.versions).returns.resolves.toEqualTypeOf<Version[]>();
  expectTypeOf<{ cloud: string }>().toExtend<TroveCredentials>();
  expectTypeOf<{ userName: string; apiKey: string; authType: "rackspace" }>().toExtend<TroveCredentials>();
  expectTypeOf<{ authType: "basic" }>().not.toExtend<TroveCredentials>();
  const wrong = () => [
    // @ts-expect-error no such key
    TroveClient.connect({ username: "demo" }),
    // @ts-expect-error a port is no address
    TroveClient.connect({ authUrl: 5000 }),
    // @ts-expect-error a client is made by connect
    new TroveClient(),
  ];
  expectTypeOf(wrong).toBeFunction();
}

/** An instance is created from what Trove accepts, and is a plain object. */
export function creating(): void {
  const use = async (client: TroveClient) => {
    const { instances } = client;
    expectTypeOf(await instances.create({ name: "db", flavorId: "1", volume: { size: 1 } })).toEqualTypeOf<Instance>();
    expectTypeOf<Instance["volumeSize"]>().toEqualTypeOf<number | undefined>();
    expectTypeOf<Instance["status"]>().toEqualTypeOf<string>();
    expectTypeOf<Omit<CreateInstance, "name">>().not.toExtend<CreateInstance>();
    // @ts-expect-error a name is needed
    await instances.create({ flavorId: "1" });
    // @ts-expect-error camelCase
    await instances.create({ name: "db", flavor_ref: "1" });
    // @ts-expect-error a size is a number of GiB
    await instances.create({ name: "db", volume: { size: "1" } });
    // @ts-expect-error what came is not changed
    (await instances.get("id")).name = "other";
  };
  expectTypeOf(use).toBeFunction();
}

/** Lists can be iterated; a page has the marker of the next. */
export function listing(): void {
  const use = async ({ instances, users, databases }: TroveClient) => {
    expectTypeOf(await instances.page({ limit: 20, marker: "id" })).toEqualTypeOf<Page<Instance>>();
    expectTypeOf<Page<Instance>["next"]>().toEqualTypeOf<string | undefined>();
    for await (const instance of instances.list()) expectTypeOf(instance).toEqualTypeOf<Instance>();
    for await (const database of databases.list("id")) expectTypeOf(database).toEqualTypeOf<string>();
    // @ts-expect-error users are those of an instance
    users.list();
    // @ts-expect-error a limit is a number
    await instances.page({ limit: "20" });
  };
  expectTypeOf(use).toBeFunction();
}

/** Waiting gives the instance, or undefined when it is gone. */
export function waiting(): void {
  const use = async ({ instances }: TroveClient) => {
    expectTypeOf(await instances.waitFor("id", "ACTIVE", { timeout: 1000 })).toEqualTypeOf<Instance>();
    expectTypeOf(await instances.waitFor("id", "gone")).toEqualTypeOf<undefined>();
    // @ts-expect-error no such status
    await instances.waitFor("id", "ACTIV");
    // @ts-expect-error milliseconds
    await instances.waitFor("id", "gone", { timeout: "30m" });
    // @ts-expect-error a size, not a flavor
    await instances.growVolume("id", "2");
  };
  expectTypeOf(use).toBeFunction();
}

/** Errors differ by class, each with a code that never changes. */
export function errors(): void {
  expectTypeOf<NotFoundError>().toExtend<TroveError>();
  expectTypeOf<WaitTimeoutError["code"]>().toEqualTypeOf<"TROVE_WAIT_TIMEOUT">();
  const use = (error: unknown) => {
    if (isNotFound(error)) expectTypeOf(error).toEqualTypeOf<NotFoundError>();
  };
  expectTypeOf(use).toBeFunction();
}
