import assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import type { TroveInstanceArgs } from "pulumi-trove";
import type { TestStack } from "../../support/engine.ts";
import { engineHost } from "../../support/engine-host.ts";
import { STACK_OR_FILE } from "../errors/row.ts";
import { declares } from "../harness.ts";

/** A typical mistake of a first hour, and what the message about it must hold. */
export interface Mistake {
  /** What the program or the setting has: "an unknown flavor". */
  readonly mistake: string;
  /** Of the error; a rejected argument has none. */
  readonly code?: string;
  /** Whether only the cloud can tell: a plugin then refuses it in the preview of the create, whose errors have a code. */
  readonly isAskedOfCloud?: true;
  /** The path of the argument, or the setting, that is wrong: the message says it. */
  readonly names: string;
  /** What leads out: a value, a setting or a command that the message says. */
  readonly cure: string;
  /** Says the opposite, or what is done already. */
  readonly never?: string;
  readonly args?: TroveInstanceArgs;
  /** Of the stack. */
  readonly config?: Readonly<Record<string, string>>;
  /** Of the program's process, beside that which hides the machine's own clouds. */
  readonly env?: Readonly<Record<string, string>>;
  /**
   * Where it can be known: in a preview, which fails; in a preview that only warns, since it may be meant or may be over
   * when `up` runs; or in `up` alone.
   *
   * @default "preview"
   */
  readonly at?: "preview" | "warning" | "up";
}

/** The dynamic host refuses such an argument in its check. */
const REFUSALS = { dynamic: undefined, plugin: "TROVE_REFUSED" };

/** Makes the mistake in the stack's program, and checks what Pulumi shows of it. */
export async function assertHelps(row: Mistake, stack: TestStack): Promise<void> {
  stack.program = declares(row.args);
  const shown: EngineEvent[] = [];
  const options = { onEvent: (event: EngineEvent) => void shown.push(event) };
  const run = row.at === "up" ? stack.stack.up(options) : stack.stack.preview(options);
  const failed = await run.then(
    () => false,
    () => true,
  );
  assert.equal(failed, row.at !== "warning", `the operation ${failed ? "failed" : "succeeded"}`);
  const texts = messages(shown, row.at === "warning" ? "warning" : "error");
  const about = texts.filter((text) => text.includes(row.names));
  assert.equal(about.length, 1, `"${row.names}" is not said once: ${JSON.stringify(texts, undefined, 1)}`);
  const [message = ""] = about;
  assert.ok(message.includes(row.cure), `"${row.cure}" is not in: ${message}`);
  const refusal = row.isAskedOfCloud ? REFUSALS[engineHost] : undefined;
  const codes = [row.code ?? refusal].filter((code) => code !== undefined);
  assert.deepEqual(message.match(/TROVE_[A-Z_]+/g) ?? [], codes, message);
  if (row.never !== undefined) assert.ok(!message.includes(row.never), message);
  for (const text of texts) assert.doesNotMatch(text, STACK_OR_FILE);
}

function messages(shown: readonly EngineEvent[], severity: string): string[] {
  return shown.flatMap(({ diagnosticEvent: diagnostic }) =>
    diagnostic?.severity === severity
      ? [stripVTControlCharacters(diagnostic.message).replaceAll(/<\{%\w+%\}>/g, "")]
      : [],
  );
}
