import type { Struct } from "google-protobuf/google/protobuf/struct_pb.js";
import struct from "google-protobuf/google/protobuf/struct_pb.js";
import type { WireObject } from "../encoding/wire.ts";

/** @param properties plain JSON, as `toWire` makes it */
export function toStruct(properties: WireObject): Struct {
  return struct.Struct.fromJavaScript(properties as Parameters<typeof struct.Struct.fromJavaScript>[0]);
}

export function fromStruct(properties: Struct): WireObject {
  return properties.toJavaScript();
}
