import type { handleUnaryCall, ServerUnaryCall, sendUnaryData, UntypedServiceImplementation } from "@grpc/grpc-js";
import type { PluginAttach } from "@pulumi/pulumi/proto/plugin_pb.js";
import type * as pb from "@pulumi/pulumi/proto/provider_pb.js";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import { same } from "../../resources/values/same.ts";
import type { AutoNaming } from "../../service/requests.ts";
import type { WireObject } from "../encoding/wire.ts";
import { toGrpcError } from "./grpc-errors.ts";
import type { PluginProvider } from "./plugin-provider.ts";
import {
  checkReply,
  configureReply,
  createReply,
  diffConfigReply,
  diffReply,
  handshakeReply,
  infoReply,
  invokeReply,
  readReply,
  schemaReply,
  updateReply,
} from "./replies.ts";
import type { RunningCalls } from "./running-calls.ts";
import { fromStruct } from "./struct.ts";

export interface ServiceOptions {
  readonly plugin: PluginProvider;
  readonly calls: RunningCalls;
  /** The package schema, as JSON. */
  readonly schema: string;
  /** Called with the address of an engine that attaches to this process. */
  readonly attach: (address: string) => void;
}

/**
 * The calls of the engine: `ResourceProvider` in `proto/pulumi/provider.proto`. The provider of `@pulumi/pulumi/provider`
 * drops the configuration, and has neither previews nor time-outs nor detailed diffs.
 */
export function resourceProvider({ plugin, calls, schema, attach }: ServiceOptions): UntypedServiceImplementation {
  const unary = <Request, Reply>(handle: (request: Request) => Reply | Promise<Reply>) => reply(calls, handle);
  const acknowledge = () => new empty.Empty();
  return {
    handshake: unary(() => handshakeReply()),
    attach: unary((request: PluginAttach) => {
      attach(request.getAddress());
      return acknowledge();
    }),
    getPluginInfo: unary(() => infoReply()),
    getSchema: unary(() => schemaReply(schema)),
    checkConfig: unary((request: pb.CheckRequest) => checkReply({ inputs: plain(request.getNews()), failures: [] })),
    diffConfig: unary((request: pb.DiffRequest) => {
      return diffConfigReply(!same(plain(request.getOldInputs()), plain(request.getNews())));
    }),
    configure: unary((request: pb.ConfigureRequest) => {
      plugin.configure(plain(request.getArgs()), isExplicit(request));
      return configureReply();
    }),
    check: unary(async (request: pb.CheckRequest) =>
      checkReply(
        await plugin.resource(request.getType()).check({
          urn: request.getUrn(),
          oldInputs: plain(request.getOlds()),
          newInputs: plain(request.getNews()),
          autoNaming: autoNamingOf(request),
        }),
      ),
    ),
    diff: unary(async (request: pb.DiffRequest) =>
      diffReply(
        await plugin.resource(request.getType()).diff({
          urn: request.getUrn(),
          id: request.getId(),
          properties: plain(request.getOlds()),
          oldInputs: plainIfSent(request.getOldInputs()),
          newInputs: plain(request.getNews()),
        }),
      ),
    ),
    create: unary(async (request: pb.CreateRequest) =>
      createReply(
        await plugin.resource(request.getType()).create({
          urn: request.getUrn(),
          timeout: request.getTimeout(),
          newInputs: plain(request.getProperties()),
          preview: request.getPreview(),
        }),
      ),
    ),
    read: unary(async (request: pb.ReadRequest) =>
      readReply(
        request.getId(),
        await plugin.resource(request.getType()).read({
          urn: request.getUrn(),
          id: request.getId(),
          timeout: request.getTimeout(),
          properties: plain(request.getProperties()),
          oldInputs: plainIfSent(request.getInputs()),
        }),
      ),
    ),
    update: unary(async (request: pb.UpdateRequest) =>
      updateReply(
        await plugin.resource(request.getType()).update({
          urn: request.getUrn(),
          id: request.getId(),
          timeout: request.getTimeout(),
          properties: plain(request.getOlds()),
          oldInputs: plainIfSent(request.getOldInputs()),
          newInputs: plain(request.getNews()),
          preview: request.getPreview(),
        }),
      ),
    ),
    delete: unary(async (request: pb.DeleteRequest) => {
      await plugin.resource(request.getType()).delete({
        urn: request.getUrn(),
        id: request.getId(),
        timeout: request.getTimeout(),
        properties: plain(request.getProperties()),
        oldInputs: plainIfSent(request.getOldInputs()),
      });
      return acknowledge();
    }),
    invoke: unary(async (request: pb.InvokeRequest) =>
      invokeReply(await plugin.lookUp(request.getTok(), plain(request.getArgs()))),
    ),
    cancel: unary(() => {
      plugin.cancel();
      return acknowledge();
    }),
  };
}

function reply<Request, Reply>(
  calls: RunningCalls,
  handle: (request: Request) => Reply | Promise<Reply>,
): handleUnaryCall<Request, Reply> {
  return ({ request }: ServerUnaryCall<Request, Reply>, done: sendUnaryData<Reply>) =>
    calls
      .run(() => handle(request))
      .then(
        (answer) => done(null, answer),
        (error: unknown) => done(toGrpcError(error)),
      );
}

function plain(struct: Struct | undefined): WireObject {
  return plainIfSent(struct) ?? {};
}

function plainIfSent(struct: Struct | undefined): WireObject | undefined {
  return struct === undefined ? undefined : fromStruct(struct);
}

/** The engine names the provider of the stack configuration `default` or `default_<version>`. An old one sends no name. */
function isExplicit(request: pb.ConfigureRequest): boolean {
  const name = request.hasName() ? request.getName() : undefined;
  return name !== undefined && !/^default(_|$)/.test(name);
}

function autoNamingOf(request: pb.CheckRequest): AutoNaming | undefined {
  const options = request.getAutonaming();
  if (options === undefined) return undefined;
  const { Mode } = provider.CheckRequest.AutonamingOptions;
  return { proposed: options.getProposedName() || undefined, isDisabled: options.getMode() === Mode.DISABLE };
}
