import type { InlineContents } from "../../resources/guest/shared/contents-claims.ts";
import type { Failure } from "../../resources/resource.ts";
import type { CustomTimeouts, Metadata } from "../../service/requests.ts";

/**
 * The inputs that the SDK passes beside those of the program. Their names begin with `__`, which keeps them out of
 * Pulumi's display. The first four are stored in the state too, since a delete gets the state alone.
 */
interface HiddenInputs {
  readonly __defaultName?: unknown;
  /** The engine does not tell a dynamic provider the URN. */
  readonly __urn?: unknown;
  readonly __timeouts?: unknown;
  /** The engine opens secrets for a dynamic provider. */
  readonly __secrets?: unknown;
  /** Only in a check: whether the operation is a preview. */
  readonly __preview?: unknown;
  /** Only in a check: the databases and users that the SDK could not key by name. */
  readonly __problems?: unknown;
  /** Only in a check: the databases or users that the instance of this resource declares inline, by their keys. */
  readonly __inline?: unknown;
}

export interface SplitInputs {
  readonly visible: Record<string, unknown>;
  readonly metadata: Metadata;
  readonly preview: boolean;
  readonly problems: readonly Failure[];
  readonly inline?: InlineContents;
}

/** Separates the inputs of the program from the hidden ones. */
export function splitHidden(properties: Readonly<Record<string, unknown>>): SplitInputs {
  const { __problems, __inline }: HiddenInputs = properties;
  return {
    visible: Object.fromEntries(Object.entries(properties).filter(([key]) => !key.startsWith("__"))),
    metadata: toMetadata(properties),
    preview: properties.__preview === true,
    problems: Array.isArray(__problems) ? (__problems as Failure[]) : [],
    ...(typeof __inline === "object" && __inline !== null ? { inline: toInline(__inline) } : {}),
  };
}

/** The lists that are known: while the instance is replaced, a preview does not know its outputs. */
function toInline({ databases, users }: { readonly databases?: unknown; readonly users?: unknown }): InlineContents {
  return {
    ...(isStrings(databases) ? { databases } : {}),
    ...(isStrings(users) ? { users } : {}),
  };
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function toMetadata({ __defaultName, __urn, __timeouts, __secrets }: HiddenInputs): Metadata {
  return {
    ...(typeof __defaultName === "string" ? { defaultName: __defaultName } : {}),
    ...(typeof __urn === "string" ? { urn: __urn } : {}),
    ...(typeof __timeouts === "object" && __timeouts !== null ? { customTimeouts: __timeouts as CustomTimeouts } : {}),
    ...(Array.isArray(__secrets) ? { secretPaths: __secrets.filter(Array.isArray) } : {}),
  };
}

/** The hidden inputs that are stored with a resource. */
export function toHidden({ defaultName, urn, customTimeouts, secretPaths }: Metadata): HiddenInputs {
  return { __defaultName: defaultName, __urn: urn, __timeouts: customTimeouts, __secrets: secretPaths };
}
