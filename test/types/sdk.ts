// Types of `pulumi-trove` and `pulumi-trove/plugin`. `npm run check` compiles this file; nothing runs it.
import type { Output } from "@pulumi/pulumi";
import { expectTypeOf } from "expect-type";
import type * as dynamic from "pulumi-trove";
import type {
  Endpoint,
  GetBackupArgs,
  GetBackupOutputArgs,
  GetInstanceArgs,
  GetInstanceOutputArgs,
  GetInstanceResult,
  TroveInstance,
  TroveInstanceArgs,
  TroveProviderArgs,
} from "pulumi-trove";
import type { TroveCredentials } from "pulumi-trove/client";
import type * as plugin from "pulumi-trove/plugin";

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

export function bothEntriesHaveTheSameTypes(): void {
  expectTypeOf<plugin.TroveInstance>().toEqualTypeOf<dynamic.TroveInstance>();
  expectTypeOf<plugin.TroveInstanceArgs>().toEqualTypeOf<dynamic.TroveInstanceArgs>();
  expectTypeOf<plugin.TroveProvider>().toEqualTypeOf<dynamic.TroveProvider>();
  expectTypeOf<plugin.TroveProviderArgs>().toEqualTypeOf<dynamic.TroveProviderArgs>();
  expectTypeOf<typeof plugin>().toEqualTypeOf<typeof dynamic>();
}

export function functionsAcceptTheInstancesOfEitherEntry(hostOf: (db: dynamic.TroveInstance) => unknown): void {
  expectTypeOf(hostOf).toBeCallableWith({} as plugin.TroveInstance);
}

export function lookupsTakeValuesAndTheirOtherFormsTakeInputs(): void {
  expectTypeOf<{ name: string }>().toExtend<GetInstanceArgs>();
  expectTypeOf<{ name: Output<string> }>().not.toExtend<GetInstanceArgs>();
  expectTypeOf<{ name: Output<string> }>().toExtend<GetInstanceOutputArgs>();
  expectTypeOf<{ instance: TroveInstance; mostRecent: boolean }>().toExtend<GetBackupOutputArgs>();
  expectTypeOf<{ instance: TroveInstance }>().not.toExtend<GetBackupArgs>();
  expectTypeOf<Parameters<typeof dynamic.getConfigurationParameters>[0]>().not.toExtend<{ datastoreType: undefined }>();
}

export function lookupsReturnTheTypesOfTheResource(): void {
  expectTypeOf<GetInstanceResult["endpoint"]>().toEqualTypeOf<Endpoint | undefined>();
  expectTypeOf<ReturnType<typeof dynamic.getInstance>>().toEqualTypeOf<Promise<GetInstanceResult>>();
  expectTypeOf<ReturnType<typeof dynamic.getInstanceOutput>>().toEqualTypeOf<Output<GetInstanceResult>>();
  expectTypeOf<typeof plugin.getBackupsOutput>().toEqualTypeOf<typeof dynamic.getBackupsOutput>();
}
