import { ArgumentError } from "./errors/argument-error.ts";
import { TroveError } from "./trove-error.ts";

/** The URL of this package, with which its file names in a stack begin. */
const PACKAGE = new URL("../../", import.meta.url).href;
const LONGEST_LINE = 1000;

/**
 * The text of an error for people. An error of this package is shown with its message. Of any other error only the name,
 * the code and the place in this package are shown: messages of parsers, libraries and Node may quote secrets.
 */
export function describeError(error: unknown): string {
  if (error instanceof TroveError) return error.message;
  if (error instanceof ArgumentError) return `${error.name}: ${error.message}`;
  if (!(error instanceof Error)) return `${error === null ? "null" : `a value of type ${typeof error}`} was thrown`;
  const name = textAt(error, "name") ?? "";
  const code = textAt(error, "code") ?? "";
  const kind = /^[A-Za-z]{1,40}$/.test(name) ? name : "Error";
  const known = /^[A-Z][A-Z0-9_]{1,60}$/.test(code) ? ` (${code})` : "";
  return `${kind}${known}: thrown ${placeOf(error)}`;
}

/** The innermost function of this package on the stack: `in toState (provider/resources/instance/state.js, line 81)`. */
function placeOf(error: Error): string {
  const stack = textAt(error, "stack");
  const message = textAt(error, "message");
  if (stack === undefined || message === undefined) return "at an unknown place";
  // The stack begins with the message, whose lines could look like frames.
  const start = stack.indexOf(message);
  const lines = stack.slice(start < 0 ? 0 : start + message.length).split("\n");
  for (const line of lines) {
    const place = line.length > LONGEST_LINE ? undefined : readFrame(line);
    if (place !== undefined) return place;
  }
  return "outside this package";
}

function readFrame(line: string): string | undefined {
  const start = line.indexOf(`${PACKAGE}provider/`);
  if (start < 0 || !line.startsWith("    at ")) return undefined;
  const [, file, row] = /^(provider\/[\w./-]+):(\d+):\d+\)?$/.exec(line.slice(start + PACKAGE.length)) ?? [];
  if (file === undefined) return undefined;
  const name = /^ {4}at (?:async |new )?([\w.#<>]+) /.exec(line)?.[1];
  return name === undefined ? `in ${file}, line ${row}` : `in ${name} (${file}, line ${row})`;
}

/** Reads a property that may be anything, or throw: `Error.prepareStackTrace` can replace the stack. */
function textAt(error: Error, key: string): string | undefined {
  try {
    const value: unknown = Reflect.get(error, key);
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}
