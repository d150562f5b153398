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
    const found = this.#errors.filter(({ urn }) => urn.endsWith(`::${resource}`)).map(({ message }) => message);
    assert.equal(found.length, 1, `errors of ${resource}: ${JSON.stringify(this.#errors, undefined, 1)}`);
    return found[0] ?? "";
  }

  /** The names of the resources that have an error. */
  names(): string[] {
    return this.#errors.flatMap(({ urn }) => urn.split("::").slice(3)).sort();
  }
}
