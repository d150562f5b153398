import type * as pulumi from "@pulumi/pulumi";
import type { Keying } from "./keyed.ts";

/** What is at a path: a value without parts, a list whose order has no effect, a map, an object, or a keyed list. */
type Shape = "value" | "list" | "map" | { readonly parts: Shapes } | KeyedShape;
export type Shapes = Readonly<Record<string, Shape>>;

interface KeyedShape extends Omit<Keying, "path"> {
  /** The properties of an item that are not part of its key. */
  readonly parts: Shapes;
}

/** The paths of a resource. */
export interface Paths {
  readonly arguments: Shapes;
  readonly outputs: readonly string[];
  /** By argument, the keys of the program's list in its order; `undefined` if they are not known yet. */
  readonly keys: Readonly<Record<string, readonly string[] | undefined>>;
}

type Step = string | number;

/** A name, `["key"]`, `[0]` or `[*]`, as the engine reads it (`sdk/go/common/resource/property_path.go`). */
const STEP = /\.?(?:([^.[]+)|\["((?:[^"\\]|\\.)*)"\]|\[(\d+|\*)\])/y;

/**
 * A sentence for each path in the options of a resource that has no effect. The engine ignores a path that leads nowhere,
 * and compares databases and users by their keys.
 */
export function ineffectivePaths(opts: pulumi.CustomResourceOptions, paths: Paths): readonly string[] {
  const { ignoreChanges = [], replaceOnChanges = [], hideDiffs = [], additionalSecretOutputs = [] } = opts;
  return [
    ...sentences("ignoreChanges", ignoreChanges, (path) => problemOfInput(path, paths)),
    ...sentences("replaceOnChanges", replaceOnChanges, (path) => problemOfInput(path, paths)),
    ...sentences("hideDiffs", hideDiffs, (path) => (isOutput(path, paths) ? undefined : problemOfInput(path, paths))),
    ...sentences("additionalSecretOutputs", additionalSecretOutputs, (name) => problemOfOutput(name, paths)),
  ];
}

function sentences(option: string, given: readonly string[], problemOf: (path: string) => string | undefined) {
  return given.flatMap((path) => {
    const problem = problemOf(path);
    return problem === undefined ? [] : [`${option}: ${path} has no effect: ${problem}`];
  });
}

function isOutput(path: string, { outputs }: Paths): boolean {
  return outputs.includes(String(parse(path)?.[0]));
}

function problemOfInput(path: string, paths: Paths): string | undefined {
  const [first, ...rest] = parse(path) ?? [];
  // The engine itself refuses a path that it cannot parse. Properties that begin with "__" are internal to providers.
  if (first === undefined || first === "*" || String(first).startsWith("__")) return undefined;
  if (paths.outputs.includes(String(first))) return `${first} is an output, which no program sets.`;
  const name = String(first);
  const shape = Object.hasOwn(paths.arguments, name) ? paths.arguments[name] : undefined;
  if (shape === undefined) return `there is no argument ${name}.`;
  return problemWithin([name], rest, shape, paths);
}

function problemWithin(
  before: readonly Step[],
  steps: readonly Step[],
  shape: Shape,
  paths: Paths,
): string | undefined {
  const [step, ...rest] = steps;
  if (step === undefined) return undefined;
  if (shape === "value") return `${format(before)} has no parts. Write ${format(before)}.`;
  if (shape === "map") return problemWithin([...before, step], rest, "value", paths);
  if (shape === "list") return `the order of ${format(before)} means nothing. Write ${format(before)}.`;
  if ("key" in shape) return problemOfItem(before, step, rest, shape, paths);
  return problemOfPart(before, step, rest, shape.parts, paths);
}

function problemOfPart(
  before: readonly Step[],
  step: Step,
  rest: readonly Step[],
  parts: Shapes,
  paths: Paths,
): string | undefined {
  if (step === "*") return undefined;
  const part = Object.hasOwn(parts, step) ? parts[step] : undefined;
  return part === undefined
    ? `${format(before)} has no part ${step}; it has ${Object.keys(parts).join(", ")}.`
    : problemWithin([...before, step], rest, part, paths);
}

function problemOfItem(
  before: readonly Step[],
  step: Step,
  rest: readonly Step[],
  { key: keyParts, parts }: KeyedShape,
  paths: Paths,
): string | undefined {
  const list = format(before);
  const keys = paths.keys[list];
  const keyedBy = keyParts.map(({ name }) => `<${name}>`).join("@");
  const named = (key: Step) => `Write ${format([...before, key, ...rest])}.`;
  if (typeof step === "number") return `${list} are keyed by ${keyedBy}. ${named(keys?.[step] ?? keyedBy)}`;
  const key = step === "*" ? (keys?.[0] ?? step) : step;
  const within =
    rest[0] === undefined ? undefined : problemOfPart([...before, step], rest[0], rest.slice(1), parts, paths);
  if (within !== undefined || step === "*" || keys === undefined || keys.includes(String(key))) return within;
  const near = keys.find((other) => other.startsWith(`${step}@`));
  if (near !== undefined) return `${list} are keyed by ${keyedBy}. ${named(near)}`;
  return `the program declares no ${format([...before, step])}; it would only hold one that the state still has.`;
}

/** The engine only makes whole outputs secret (`pkg/resource/deploy/step_executor.go`). */
function problemOfOutput(name: string, { arguments: shapes, outputs }: Paths): string | undefined {
  const known = [...Object.keys(shapes), ...outputs];
  if (known.includes(name) || name.startsWith("__")) return undefined;
  const first = String(parse(name)?.[0] ?? name);
  return known.includes(first) ? `it takes whole outputs. Write ${first}.` : `there is no output ${first}.`;
}

function parse(path: string): readonly Step[] | undefined {
  const steps: Step[] = [];
  STEP.lastIndex = 0;
  while (STEP.lastIndex < path.length) {
    const [, name, quoted, index] = STEP.exec(path) ?? [];
    const step = name ?? quoted?.replaceAll('\\"', '"') ?? index;
    if (step === undefined) return undefined;
    steps.push(index !== undefined && index !== "*" ? Number(index) : step);
  }
  return steps;
}

function format(steps: readonly Step[]): string {
  return steps
    .map((step, position) => {
      if (step === "*") return "[*]";
      if (typeof step === "number") return `[${step}]`;
      if (!/^[A-Za-z_$][\w$]*$/.test(step)) return `[${JSON.stringify(step)}]`;
      return position === 0 ? step : `.${step}`;
    })
    .join("");
}
