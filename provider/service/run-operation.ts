import type { Log } from "../core/log.ts";
import { InterruptedError } from "../resources/errors/interrupted-error.ts";
import type { NamesInKeys } from "../resources/resource.ts";
import { type ErrorContext, OperationError, PartialFailure } from "./errors/operation-error.ts";
import type { ProviderProcess } from "./process.ts";
import type { DeclaredResource, StoredResource } from "./requests.ts";
import { type Mask, maskedLog } from "./secrets/secret-masks.ts";
import { type SecretSource, secretValues } from "./secrets/secret-values.ts";
import { type Shape, toStoredState } from "./stored-state.ts";

interface NamedShape extends Shape {
  readonly namesInKeys?: NamesInKeys | undefined;
}

/** Where an operation writes, with its secrets masked. */
export interface Output extends ErrorContext {
  readonly log: Log;
  readonly mask: Mask;
}

/**
 * Runs an operation of a resource. It throws an `OperationError` alone, a `PartialFailure` once something exists that must
 * not be lost, and only after the host has shown the log lines before it.
 *
 * @param sources the values that the operation was called with, the newest last
 */
export async function runOperation<T>(
  { masks, hostLog }: Pick<ProviderProcess, "masks" | "hostLog">,
  resource: NamedShape,
  sources: readonly SecretSource[],
  operation: (output: Output) => Promise<T>,
): Promise<T> {
  const secrets = sources.flatMap((source) => secretValues(source, resource));
  const mask = masks.ofResource(
    secrets,
    sources.map(({ values }) => values.name),
  );
  const urn = sources.map(({ metadata }) => metadata.urn).findLast((text) => text !== undefined);
  try {
    return await operation({ log: maskedLog(hostLog.of(urn), mask), mask, urn });
  } catch (error) {
    if (error instanceof InterruptedError) {
      throw new PartialFailure(error.id, toStoredState(resource, error.state), error, { mask, urn });
    }
    throw new OperationError(error, { mask, urn });
  } finally {
    await hostLog.flush();
  }
}

export function ofInputs({ inputs, metadata }: DeclaredResource<object>): SecretSource {
  return { values: { ...inputs }, metadata };
}

export function ofStored({ outputs, bookkeeping, metadata }: StoredResource): SecretSource {
  return { values: outputs, metadata, released: bookkeeping?.released };
}
