import type { Alias, Document } from "yaml";
import { ConfigError } from "../../errors/config-error.ts";
import { expandedSize, prepareMergeKeys, resolveAliases, type Targets } from "./merge-keys.ts";

/** The parser's code for an invalid alias. */
const BAD_ALIAS = "BAD_ALIAS";
/** Far more than any clouds.yaml has. */
const MAX_NODES = 100_000;
const MERGE_ADVICE = 'After "<<:" comes an alias of a mapping ("*defaults"), or a list of such aliases.';
const ALIAS_ADVICE = 'An unquoted value that begins with "*" is an alias: put the value in quotes.';

/**
 * Parses YAML (and so JSON) whose top level is a mapping. An empty file is an empty mapping.
 *
 * @throws {ConfigError} The text gives only line and column: every message of the parser may quote a password.
 */
export async function parseYaml(text: string, shown: string): Promise<Readonly<Record<string, unknown>>> {
  const yaml = await import("yaml");
  const { LineCounter, parseDocument, visit } = yaml;
  const lineCounter = new LineCounter();
  const invalid = (offset: number, code: string, advice = "") => {
    const { line, col } = lineCounter.linePos(offset);
    return new ConfigError(
      `${shown} is not valid YAML, at line ${line}, column ${col} (${code}).${advice && ` ${advice}`}`,
    );
  };
  const parse = () =>
    // Every scalar stays text: an id of digits, or `12e7`, is not a number. prettyErrors would quote the line, and
    // warnings go to stderr and quote keys.
    parseDocument(text, {
      lineCounter,
      prettyErrors: false,
      logLevel: "error",
      schema: "failsafe",
      customTags: ["null", "merge"],
    });
  const document = orUnreadable(parse, shown);
  const [problem] = document.errors;
  if (problem) throw invalid(problem.pos[0], problem.code);
  const targets = resolveAliases(document, yaml);
  const alias = unresolvedAlias(document, targets, visit);
  if (alias) throw invalid(alias.range?.[0] ?? 0, BAD_ALIAS, ALIAS_ADVICE);
  const merge = prepareMergeKeys(document, targets, yaml);
  if (merge) throw invalid(merge.range?.[0] ?? 0, "BAD_MERGE", MERGE_ADVICE);
  // The parser's limit ignores merge keys within merge keys, but refuses a hundred aliases of one mapping.
  const isTooLarge = orUnreadable(() => expandedSize(document, targets, yaml), shown) > MAX_NODES;
  if (isTooLarge) throw unreadable(shown);
  const content = orUnreadable((): unknown => document.toJS({ maxAliasCount: -1 }), shown) ?? {};
  if (typeof content === "object" && content !== null && !Array.isArray(content)) {
    return content as Record<string, unknown>;
  }
  throw new ConfigError(`${shown} must hold a mapping at its top ("clouds:").`);
}

/** The parser throws if a document is nested too deeply, or if its aliases expand too much. */
function orUnreadable<T>(work: () => T, shown: string): T {
  try {
    return work();
  } catch {
    throw unreadable(shown);
  }
}

function unreadable(shown: string): ConfigError {
  return new ConfigError(`${shown} cannot be read: it is nested too deeply, or its aliases expand too much.`);
}

/** Finds the first alias that has no anchor, or that is inside its own anchor. */
function unresolvedAlias(document: Document, targets: Targets, visit: typeof import("yaml").visit): Alias | undefined {
  let found: Alias | undefined;
  visit(document, {
    Alias(_, alias, path) {
      const target = targets.get(alias);
      if (target !== undefined && !path.includes(target)) return undefined;
      found = alias;
      return visit.BREAK;
    },
  });
  return found;
}
