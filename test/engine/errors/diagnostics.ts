import assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";

/** Collects what the engine shows as errors of each resource. */
export class Diagnostics {
  readonly #errors: { readonly urn: string; readonly message: string }[] = [];

  /** To be passed to an operation. */
  readonly onEvent = ({ diagnosticEvent }: EngineEvent): void => {
    if (diagnosticEvent?.severity !== "error") return;
    const { urn = "", message } = diagnosticEvent;
    this.#errors.push({ urn, message: stripVTControlCharacters(message).replaceAll(/<\{%\w+%\}>/g, "") });
  };

  /** The one error of the resource of this name. */
  of(resource: string): string {
    return this.#one(resource, (urn) => urn.endsWith(`::${resource}`));
  }

  /** The one error of the program itself. */
  ofProgram(): string {
    return this.#one("the program", (urn) => urn === "");
  }

  /** The names of the resources that have an error. */
  names(): string[] {
    return this.#errors.flatMap(({ urn }) => urn.split("::").slice(3)).sort();
  }

  #one(whose: string, is: (urn: string) => boolean): string {
    const found = this.#errors.filter(({ urn }) => is(urn)).map(({ message }) => message);
    assert.equal(found.length, 1, `errors of ${whose}: ${JSON.stringify(this.#errors, undefined, 1)}`);
    return found[0] ?? "";
  }
}
