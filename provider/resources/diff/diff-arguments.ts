import type { Argument, Arguments } from "../arguments.ts";
import type { ManagedState } from "../managed-state.ts";
import { describeValues } from "../values/describe-values.ts";
import { same } from "../values/same.ts";
import { holdsUnknown } from "../values/unknown-value.ts";
import { type PropertyChange, propertyChange } from "./property-change.ts";

type Recorded = Pick<ManagedState, "declared" | "released" | "imported">;

/** Compares the state of a resource with the inputs, one argument of the table after the other. */
export function diffArguments<State extends Recorded, Inputs extends object>(
  table: Arguments<State, Inputs>,
  state: State,
  inputs: Inputs,
): PropertyChange[] {
  return Object.entries(table).flatMap(([name, argument]) => diffArgument(name, argument, state, inputs));
}

function diffArgument<State extends Recorded, Inputs extends object>(
  name: string,
  argument: Argument<State, Inputs>,
  state: State,
  inputs: Inputs,
): PropertyChange[] {
  const { onChange, onRemoval } = argument;
  const before: unknown = state.declared.includes(name) ? Reflect.get(state, name) : undefined;
  const after: unknown = Reflect.get(inputs, name);
  if (holdsUnknown(after)) return [unknownChange(name, argument)];
  if (after === undefined && onRemoval === "unmanage") return before === undefined ? [] : [removal(name)];
  if (typeof onChange === "function") return onChange(state, inputs);
  if (same(before, after)) return [];
  // The state has an output of the same name (`name`) also while the program does not declare the argument.
  const isReported = argument.isReported !== false;
  const current: unknown = isReported ? Reflect.get(state, name) : lastKnown(name, before, state);
  if (after !== undefined && (isReported ? same(current, after) : isPartOf(after, current))) return [unchanged(name)];
  const { kind, impact, reason = "changes", warning } = onChange;
  if (kind === "replace" && current === undefined && state.imported) return [recorded(name)];
  const change = { ...propertyChange(name, kind, impact, reason), ...(warning && { warning }) };
  const isDescribed = kind !== "stateOnly" && argument.secret !== true;
  return [isDescribed ? { ...change, ...describeValues(before ?? current, after) } : change];
}

function unknownChange(name: string, { refersTo, onChange }: Argument<never, never>): PropertyChange {
  if (refersTo !== undefined && typeof onChange === "object" && onChange.kind === "replace") {
    return propertyChange(name, "replace", onChange.impact, "the resource that it refers to is replaced");
  }
  return { ...propertyChange(name, "update", "none", "its value is not known yet"), isImpactUnknown: true };
}

function removal(name: string): PropertyChange {
  return propertyChange(
    name,
    "stateOnly",
    "none",
    "is removed: the resource keeps the value, which is no longer managed",
  );
}

function unchanged(name: string): PropertyChange {
  return propertyChange(name, "stateOnly", "none", "already has this value");
}

function recorded(name: string): PropertyChange {
  return propertyChange(
    name,
    "stateOnly",
    "none",
    "is only recorded: Trove does not report the value of an imported resource",
  );
}

/** The value that the program declared last. Of an object, parts may have been removed from the program earlier. */
function lastKnown(name: string, before: unknown, { released = {} }: Recorded): unknown {
  const removed: unknown = Reflect.get(released, name);
  return isObject(before) && isObject(removed) ? withParts(removed, before) : (before ?? removed);
}

/** Whether each part that the program declares has its current value. Parts that it leaves out are not compared. */
function isPartOf(after: unknown, current: unknown): boolean {
  return same(current, isObject(after) && isObject(current) ? withParts(current, after) : after);
}

function withParts(parts: object, changed: object): object {
  const declared = Object.entries(changed).filter(([, value]) => value !== undefined);
  return { ...parts, ...Object.fromEntries(declared) };
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
