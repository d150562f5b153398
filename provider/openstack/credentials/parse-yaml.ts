import { ConfigError } from "../errors/config-error.ts";

/** Parses YAML, and so JSON, whose top is a mapping. An empty file is an empty one. */
export async function parseYaml(text: string, shown: string): Promise<Readonly<Record<string, unknown>>> {
  const { LineCounter, parseDocument } = await import("yaml");
  const lineCounter = new LineCounter();
  // Every scalar stays text: an id of digits, or `12e7`, is no number. And without prettyErrors, which quote the line: it
  // may hold a password.
  const document = parseDocument(text, { lineCounter, prettyErrors: false, schema: "failsafe", customTags: ["null"] });
  const [problem] = document.errors;
  if (problem) {
    const { line, col } = lineCounter.linePos(problem.pos[0]);
    throw new ConfigError(`${shown} is no valid YAML, at line ${line}, column ${col} (${problem.code}).`);
  }
  const content: unknown = document.toJS() ?? {};
  if (typeof content === "object" && content !== null && !Array.isArray(content)) {
    return content as Record<string, unknown>;
  }
  throw new ConfigError(`${shown} must hold a mapping at its top ("clouds:").`);
}
