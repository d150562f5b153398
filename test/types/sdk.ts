// Types of `pulumi-trove`. `npm run check` compiles this file; nothing runs it.
import type { Output } from "@pulumi/pulumi";
import { expectTypeOf } from "expect-type";
import type { Endpoint, TroveInstance, TroveInstanceArgs, TroveProviderArgs } from "pulumi-trove";
import type { TroveCredentials } from "pulumi-trove/client";

export function outputsHaveTheDocumentedTypes(): void {
  expectTypeOf<TroveInstance["id"]>().toEqualTypeOf<Output<string>>();
  expectTypeOf<TroveInstance["name"]>().toEqualTypeOf<Output<string>>();
  expectTypeOf<TroveInstance["status"]>().toEqualTypeOf<Output<string>>();
  expectTypeOf<TroveInstance["endpoint"]>().toEqualTypeOf<Output<Endpoint | undefined>>();
  expectTypeOf<TroveInstance["created"]>().toEqualTypeOf<Output<string | undefined>>();
  expectTypeOf<Endpoint>().toEqualTypeOf<{ readonly host: string; readonly port: number }>();
}

export function argumentsAcceptOutputs(): void {
  expectTypeOf<{ name: Output<string>; flavor: Output<string> }>().toExtend<TroveInstanceArgs>();
  expectTypeOf<{ volume: { size: Output<number> } }>().toExtend<TroveInstanceArgs>();
  expectTypeOf<{ users: { name: string; password: Output<string> }[] }>().toExtend<TroveInstanceArgs>();
}

export function argumentsRefuseUnitsAndUnknownNames(): void {
  expectTypeOf<{ volume: { size: string } }>().not.toExtend<TroveInstanceArgs>();
  expectTypeOf<{ volume: number }>().not.toExtend<TroveInstanceArgs>();
  expectTypeOf<TroveInstanceArgs>().not.toHaveProperty("flavour");
}

export function providerTakesCredentialsAndSettings(): void {
  type Own = "resumeInterrupted" | "previewChecks";
  expectTypeOf<keyof TroveProviderArgs>().toEqualTypeOf<keyof TroveCredentials | Own>();
  expectTypeOf<{ previewChecks: "off" }>().toExtend<TroveProviderArgs>();
  expectTypeOf<{ previewChecks: "never" }>().not.toExtend<TroveProviderArgs>();
}
