import type { Arguments, Outputs } from "../../resources/arguments.ts";
import type { Metadata, StoredResource, StoredState } from "../../service/requests.ts";
import { secretsOf } from "../../service/secrets/secret-values.ts";
import { SECRET_BOOKKEEPING } from "../../service/stored-state.ts";
import { splitHidden, toHidden } from "./hidden-inputs.ts";
import { withSecrets } from "./secret-envelopes.ts";
import { fromWire, toWire, type WireObject } from "./wire.ts";

/** The output that holds the bookkeeping of a state; the engine does not show it. */
const BOOKKEEPING = "__state";

/**
 * A state as outputs of the engine: the bookkeeping and the metadata are hidden outputs, and secrets are marked.
 *
 * @param known what the engine called with: it marks the secrets of that again.
 */
export function encodeState(
  { outputs, bookkeeping = {} }: StoredState,
  metadata: Metadata,
  {
    resource,
    known,
  }: { readonly resource: { readonly inputs: Arguments; readonly outputs: Outputs }; readonly known: WireObject },
): WireObject {
  return {
    ...withSecrets(toWire({ ...outputs, ...toHidden(metadata) }), secretsOf(resource), known),
    // The engine marks no secret in the bookkeeping.
    [BOOKKEEPING]: withSecrets(toWire(bookkeeping), SECRET_BOOKKEEPING, {}),
  };
}

export function decodeState(id: string, properties: WireObject): StoredResource {
  const { visible, metadata } = splitHidden(fromWire(properties));
  const bookkeeping = properties[BOOKKEEPING];
  return {
    id,
    outputs: visible,
    metadata,
    ...(typeof bookkeeping === "object" && bookkeeping !== null ? { bookkeeping: fromWire(bookkeeping) } : {}),
  };
}
