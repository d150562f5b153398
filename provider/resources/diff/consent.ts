import { holdsUnknown, known } from "../values/unknown-value.ts";
import type { PropertyChange } from "./property-change.ts";

/** Whether the program consents in `allow`; `undefined` if a preview does not know yet. */
export function consentTo<Consent extends string>(
  what: Consent,
  allow: { readonly [Name in Consent]?: boolean | undefined } | undefined,
): boolean | undefined {
  const consent: unknown = known(allow) === allow ? allow?.[what] : allow;
  return holdsUnknown(consent) ? undefined : consent === true;
}

/**
 * Whether a resource may be replaced. `undecided`: a preview does not know. A refusal continues the sentence "this needs
 * a replacement, …".
 */
export type Replacement = "allowed" | "undecided" | { readonly refusal: string };

/**
 * Applies the decision about a replacement to changes that need one. If the resource is replaced, its other changes are
 * neither refused nor warned of: they apply to the new resource, which is created with the new values.
 */
export function withReplacement(changes: readonly PropertyChange[], replacement: Replacement): PropertyChange[] {
  if (!needsReplacement(changes)) return [...changes];
  if (replacement === "allowed") return changes.filter(({ kind, warning }) => kind !== "refuse" && warning !== true);
  return changes.map((change) => {
    if (change.kind !== "replace") return change;
    return replacement === "undecided" ? undecided(change) : refused(change, replacement.refusal);
  });
}

export function needsReplacement(changes: readonly PropertyChange[]): boolean {
  return changes.some(({ kind }) => kind === "replace");
}

function refused(change: PropertyChange, refusal: string): PropertyChange {
  return { ...change, kind: "refuse", reason: `${change.reason}; this needs a replacement, ${refusal}.` };
}

function undecided(change: PropertyChange): PropertyChange {
  const note = change.after === undefined ? undefined : "this needs a replacement";
  return { ...change, kind: "update", reason: `${change.reason}; this needs a replacement`, note };
}
