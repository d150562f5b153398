import { Metadata, type ServiceError, status } from "@grpc/grpc-js";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import statuses from "@pulumi/pulumi/proto/status_pb.js";
import any from "google-protobuf/google/protobuf/any_pb.js";
import { version } from "../../core/version.ts";
import { OperationError, type PartialFailure } from "../../service/errors/operation-error.ts";
import type { WireObject } from "../encoding/wire.ts";
import { toStruct } from "./struct.ts";

/** A create or an update failed after the resource existed. The engine saves the id and the properties. */
export class InitFailedError extends Error {
  readonly id: string;
  readonly reasons: readonly string[];
  readonly properties: WireObject;

  constructor({ id, message, reasons }: PartialFailure, properties: WireObject) {
    super(message);
    this.id = id;
    this.reasons = reasons;
    this.properties = properties;
  }
}

/** The plugin does not serve what a call asks for. */
export class UnservedError extends Error {
  /** @param what such as `resource trove:index:Instance` */
  constructor(what: string) {
    super(
      `Version ${version} of the plugin trove has no ${what}. ` +
        "If the SDK of the program is of another version, install the plugin of that version.",
    );
  }
}

/** The error of a call in the form that the engine expects. The engine shows its text with the resource. */
export function toGrpcError(error: unknown): Pick<ServiceError, "code" | "details" | "metadata"> {
  const isKnown = [OperationError, InitFailedError, UnservedError].some((known) => error instanceof known);
  const { message } = isKnown && error instanceof Error ? error : new OperationError(error);
  const metadata = new Metadata();
  if (error instanceof InitFailedError) metadata.add("grpc-status-details-bin", initFailed(error));
  return { code: status.UNKNOWN, details: message, metadata };
}

/** `ErrorResourceInitFailed` as a detail of the status, as the engine looks for it (`pkg/resource/plugin/provider_plugin.go`). */
function initFailed({ id, message, reasons, properties }: InitFailedError): Buffer {
  const detail = new provider.ErrorResourceInitFailed();
  detail.setId(id);
  detail.setProperties(toStruct(properties));
  detail.setReasonsList([...reasons]);
  const packed = new any.Any();
  packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const whole = new statuses.Status();
  whole.setCode(status.UNKNOWN);
  whole.setMessage(message);
  whole.addDetails(packed);
  return Buffer.from(whole.serializeBinary());
}
