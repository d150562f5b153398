import type { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb.js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import type {
  CheckResponse,
  ConfigureResponse,
  CreateResponse,
  DiffResponse,
  GetSchemaResponse,
  InvokeResponse,
  ProviderHandshakeResponse,
  ReadResponse,
  UpdateResponse,
} from "@pulumi/pulumi/proto/provider_pb.js";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import { version } from "../../core/version.ts";
import type { WireObject } from "../encoding/wire.ts";
import type { LookupReply } from "./plugin-lookup.ts";
import type { CheckResult, DiffResult, ReadResult } from "./plugin-resource.ts";
import { toStruct } from "./struct.ts";

// The replies of the protocol (`proto/pulumi/provider.proto`), one function for each.

/** What the plugin understands. Without `acceptSecrets` the engine would mark no secret of its results. */
export function handshakeReply(): ProviderHandshakeResponse {
  const reply = new provider.ProviderHandshakeResponse();
  reply.setAcceptSecrets(true);
  reply.setSupportsAutonamingConfiguration(true);
  return reply;
}

/** The same for an engine that sends no handshake. */
export function configureReply(): ConfigureResponse {
  const reply = new provider.ConfigureResponse();
  reply.setAcceptsecrets(true);
  reply.setSupportspreview(true);
  reply.setSupportsAutonamingConfiguration(true);
  return reply;
}

export function infoReply(): PluginInfo {
  const reply = new plugin.PluginInfo();
  reply.setVersion(version);
  return reply;
}

export function schemaReply(schema: string): GetSchemaResponse {
  const reply = new provider.GetSchemaResponse();
  reply.setSchema(schema);
  return reply;
}

/**
 * The engine prints the value of the property that a failure names, secrets included (`pkg/resource/deploy/step_generator.go`,
 * `issueCheckFailures`), so the path is in the reason alone.
 */
export function checkReply({ inputs, failures }: CheckResult): CheckResponse {
  const reply = new provider.CheckResponse();
  reply.setInputs(toStruct(inputs));
  for (const reason of failures) {
    const failure = new provider.CheckFailure();
    failure.setReason(reason);
    reply.addFailures(failure);
  }
  return reply;
}

/**
 * Without a change the engine keeps the old arguments of a provider. None of its arguments requires the replacement of the
 * provider, which would replace all of its resources.
 */
export function diffConfigReply(isChanged: boolean): DiffResponse {
  const { DiffChanges } = provider.DiffResponse;
  const reply = new provider.DiffResponse();
  reply.setChanges(isChanged ? DiffChanges.DIFF_SOME : DiffChanges.DIFF_NONE);
  return reply;
}

export function diffReply({ hasChanges, diffs, replaces, deleteBeforeReplace, detailed }: DiffResult): DiffResponse {
  const { DiffChanges } = provider.DiffResponse;
  const reply = new provider.DiffResponse();
  reply.setChanges(hasChanges ? DiffChanges.DIFF_SOME : DiffChanges.DIFF_NONE);
  reply.setDiffsList([...diffs]);
  reply.setReplacesList([...replaces]);
  reply.setDeletebeforereplace(deleteBeforeReplace);
  reply.setHasdetaileddiff(true);
  for (const [path, kind] of detailed) {
    const property = new provider.PropertyDiff();
    property.setKind(provider.PropertyDiff.Kind[kind]);
    reply.getDetaileddiffMap().set(path, property);
  }
  return reply;
}

export function createReply({ id, outputs }: { readonly id: string; readonly outputs: WireObject }): CreateResponse {
  const reply = new provider.CreateResponse();
  reply.setId(id);
  reply.setProperties(toStruct(outputs));
  return reply;
}

/** An empty id says that the resource no longer exists. */
export function readReply(id: string, found: ReadResult | undefined): ReadResponse {
  const reply = new provider.ReadResponse();
  if (found === undefined) return reply;
  reply.setId(id);
  reply.setProperties(toStruct(found.outputs));
  reply.setInputs(toStruct(found.inputs));
  return reply;
}

export function updateReply(outputs: WireObject): UpdateResponse {
  const reply = new provider.UpdateResponse();
  reply.setProperties(toStruct(outputs));
  return reply;
}

/** An SDK shows a failure as its reason, followed by the property. */
export function invokeReply({ failures = [], ...outcome }: LookupReply): InvokeResponse {
  const reply = new provider.InvokeResponse();
  if ("results" in outcome) reply.setReturn(toStruct(outcome.results));
  for (const { path, reason } of failures) {
    const failure = new provider.CheckFailure();
    failure.setProperty(path);
    failure.setReason(reason);
    reply.addFailures(failure);
  }
  return reply;
}
