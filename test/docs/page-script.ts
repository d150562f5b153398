import { type Block, blocksOf } from "./blocks.ts";
import { jobsOf } from "./ci-steps.ts";
import { type Exception, exceptions } from "./exceptions.ts";

const PRELUDE = `
set -euo pipefail
# Each job in the background gets a process group, so that all of it can be ended.
set -m
trap 'for job in $(jobs -p); do kill -- "-$job" 2>/dev/null || true; done' EXIT
in_background() {
  eval "$1" >background.log 2>&1 &
  for _ in $(seq 600); do grep -q ready background.log && return; sleep 0.1; done
  cat background.log; return 1
}
fails_with() {
  if eval "$2" >failure.log 2>&1; then cat failure.log; echo "it did not fail: $2"; return 1; fi
  grep -qF -- "$1" failure.log || { cat failure.log; echo "it failed without $1: $2"; return 1; }
}
`;

/**
 * What a reader does who follows a page from its beginning, as a script for bash:
 *
 * - a block of `sh` is run in the shell of those before it; a line that begins with `!` has to fail, one that ends with
 *   `# fails with CODE` has to fail so, and a command in the background is waited for until it prints "ready";
 * - every other block is written to the file that its first line names in a comment, else, for `ts`, to `index.ts`;
 * - a program of Pulumi, or a script, that the page does not run before the next one comes is run once;
 * - of the configuration of a CI service each command is run.
 *
 * @param values what stands for the examples of the page: `<id of the network>`, `https://keystone.example.com/v3`.
 */
export function scriptOf(page: string, values: Readonly<Record<string, string>>): string {
  const parts: string[] = [PRELUDE];
  let pending: string | undefined;
  const runPending = () => {
    if (pending !== undefined) parts.push(pending);
    pending = undefined;
  };
  for (const block of blocksOf(page)) {
    if (exceptionOf(block) !== undefined) continue;
    const lines = block.lines.map((line) => withValues(line, values));
    parts.push(`echo "--- ${page}:${block.line} after $SECONDS s"`);
    if (block.language === "sh") {
      const commands = lines.map((line, index) => commandOf(page, line, block.lines[index] ?? line));
      if (pending !== undefined && runs(commands, pending)) pending = undefined;
      parts.push(...commands);
      continue;
    }
    const file = fileOf(block);
    if (file === undefined) throw new Error(`${page}:${block.line}: neither run nor among the exceptions`);
    runPending();
    parts.push(write(file, lines), ...jobCommands(page, file, lines.join("\n")));
    pending = commandFor(file, lines);
  }
  runPending();
  return parts.join("\n");
}

/** Each job runs in a shell of its own, so that nothing of its environment stays. */
function jobCommands(page: string, file: string, text: string): readonly string[] {
  return jobsOf(file, text).map(({ env, shells }) => {
    const exports = Object.entries(env).map(([name, value]) => `export ${name}="${value}"`);
    const commands = shells.map((shell) => {
      const lines = shell.map((line) => commandOf(page, line, line));
      return `bash -e -c ${quoted(lines.join("\n"))}`;
    });
    return ["(", ...exports, ...commands, ")"].join("\n");
  });
}

/** The row for a whole block. */
export function exceptionOf(block: Block): Exception | undefined {
  return exceptions.find((row) => row.block && row.page === block.page && row.line === block.lines[0]?.trim());
}

function commandOf(page: string, line: string, asWritten: string): string {
  const row = exceptions.find((one) => !one.block && one.page === page && one.line === asWritten.trim());
  if (row !== undefined) return row.instead ?? "";
  const [, failing, code] = /^(.*?)\s+# fails with (\w+)$/.exec(line) ?? [];
  if (failing !== undefined) return `fails_with ${code} ${quoted(failing)}`;
  // bash lets a negated command fail in silence.
  if (line.startsWith("! ")) return `if ${line.slice(2)}; then false; fi`;
  const [, background] = /^(.*) &$/.exec(line) ?? [];
  return background === undefined ? line : `in_background ${quoted(background)}`;
}

/** A comment in the first line names the file; a program without one is `index.ts`. */
function fileOf({ language, lines }: Block): string | undefined {
  const [, named] = /^(?:\/\/|#) (\S+\.\w+)$/.exec(lines[0] ?? "") ?? [];
  return named ?? (language === "ts" ? "index.ts" : undefined);
}

/** How a file is run that no command of the page runs. */
function commandFor(file: string, lines: readonly string[]): string | undefined {
  if (!/\.m?ts$/.test(file)) return undefined;
  const isScript = lines.some((line) => line.includes('"pulumi-trove/client"'));
  return isScript ? `node ${file}` : "pulumi up --skip-preview";
}

function runs(commands: readonly string[], pending: string): boolean {
  const start = pending.startsWith("node") ? pending : /\bpulumi (up|preview)\b/;
  return commands.some((command) => (typeof start === "string" ? command.includes(start) : start.test(command)));
}

function write(file: string, lines: readonly string[]): string {
  const folder = file.includes("/") ? `mkdir -p ${file.slice(0, file.lastIndexOf("/"))}\n` : "";
  return `${folder}cat >${file} <<'END OF THE FILE'\n${lines.join("\n")}\nEND OF THE FILE`;
}

function withValues(line: string, values: Readonly<Record<string, string>>): string {
  return Object.entries(values).reduce((text, [example, value]) => text.replaceAll(example, value), line);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
