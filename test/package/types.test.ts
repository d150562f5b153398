import { test } from "node:test";
import type { Output } from "@pulumi/pulumi";
import { expectTypeOf } from "expect-type";
import type { Endpoint, TroveInstance, TroveInstanceArgs, TroveProviderArgs } from "pulumi-trove";
import type { TroveCredentials } from "pulumi-trove/client";

// The compiler is the judge: `npm run check` compiles this file.
test("the outputs that programs hand on have the types that are documented", () => {
  expectTypeOf<TroveInstance["id"]>().toEqualTypeOf<Output<string>>();
  expectTypeOf<TroveInstance["name"]>().toEqualTypeOf<Output<string>>();
  expectTypeOf<TroveInstance["status"]>().toEqualTypeOf<Output<string>>();
  expectTypeOf<TroveInstance["endpoint"]>().toEqualTypeOf<Output<Endpoint | undefined>>();
  expectTypeOf<TroveInstance["created"]>().toEqualTypeOf<Output<string | undefined>>();
  expectTypeOf<Endpoint>().toEqualTypeOf<{ readonly host: string; readonly port: number }>();
});

test("an output of another resource is accepted wherever a value is", () => {
  expectTypeOf<{ name: Output<string>; flavor: Output<string> }>().toExtend<TroveInstanceArgs>();
  expectTypeOf<{ volume: { size: Output<number> } }>().toExtend<TroveInstanceArgs>();
  expectTypeOf<{ users: { name: string; password: Output<string> }[] }>().toExtend<TroveInstanceArgs>();
});

test("an argument that does not exist and a unit in a string are type errors", () => {
  expectTypeOf<{ volume: { size: string } }>().not.toExtend<TroveInstanceArgs>();
  expectTypeOf<{ volume: number }>().not.toExtend<TroveInstanceArgs>();
  expectTypeOf<TroveInstanceArgs>().not.toHaveProperty("flavour");
});

test("an explicit provider takes a script's credentials and the provider's settings", () => {
  type Own = "resumeInterrupted" | "previewChecks";
  expectTypeOf<keyof TroveProviderArgs>().toEqualTypeOf<keyof TroveCredentials | Own>();
  expectTypeOf<{ previewChecks: "off" }>().toExtend<TroveProviderArgs>();
  expectTypeOf<{ previewChecks: "never" }>().not.toExtend<TroveProviderArgs>();
});
