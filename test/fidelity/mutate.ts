import type { Random } from "./random.ts";

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const ODD_VALUES: readonly Json[] = [
  null,
  true,
  false,
  0,
  1,
  -1,
  2.5,
  "",
  " ",
  "x",
  "!!!",
  "é",
  "日本",
  "😀x",
  "it's",
  "new",
  "5",
  "11111111-1111-1111-1111-111111111111",
  "x".repeat(255),
  "x".repeat(256),
  [],
  {},
  [null],
  ["x"],
  [{}],
  { x: 1 },
];

/** Changes a body in one place: removes a key, replaces a value, or adds a key. */
export function mutate(body: unknown, random: Random): unknown {
  const places = placesOf(body as Json);
  const place = random.pick(places);
  return replaceAt(body as Json, place, random);
}

type Place = readonly (string | number)[];

function placesOf(value: Json, path: Place = []): Place[] {
  if (typeof value !== "object" || value === null) return [path];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [path, ...entries.flatMap(([key, item]) => placesOf(item as Json, [...path, key]))];
}

function replaceAt(value: Json, [step, ...rest]: Place, random: Random): Json | undefined {
  if (step === undefined) return odd(value, random);
  if (Array.isArray(value)) {
    return value.flatMap((item: Json, index) => {
      const changed = index === step ? replaceAt(item, rest, random) : item;
      return changed === undefined ? [] : [changed];
    });
  }
  const { [step]: item = null, ...others } = value as Record<string, Json>;
  const changed = replaceAt(item, rest, random);
  return changed === undefined ? others : { ...others, [step]: changed };
}

/** `undefined` to remove it. */
function odd(value: Json, random: Random): Json | undefined {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return random.weighted<() => Json | undefined>([
    [2, () => undefined],
    [5, () => random.pick(ODD_VALUES)],
    [
      isObject ? 2 : 0,
      () => ({ ...(value as object), [random.pick(["x", "name", "values", "users"])]: random.pick(ODD_VALUES) }),
    ],
    [Array.isArray(value) ? 2 : 0, () => [...(value as Json[]), ...(value as Json[])]],
  ])();
}
