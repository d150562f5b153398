import { type Block, blocksOf } from "./blocks.ts";
import { jobsOf } from "./ci-jobs.ts";
import { type Exception, exceptions } from "./exceptions.ts";

const PRELUDE = `
set -euo pipefail
# Each job in the background gets a process group, so that all of it can be ended.
set -m
trap 'for job in $(jobs -p); do kill -- "-$job" 2>/dev/null || true; done' EXIT
fails_with() {
  if eval "$2" >failure.log 2>&1; then cat failure.log; echo "it did not fail: $2"; return 1; fi
  grep -qF -- "$1" failure.log || { cat failure.log; echo "it failed without $1: $2"; return 1; }
}
`;

/**
 * The steps of a reader who follows a page from its start, as a bash script:
 *
 * - all `sh` blocks run in one shell. A line that starts with `!` must fail; one that ends with `# fails with CODE`
 *   must fail with that code;
 * - any other block is written to the file that a comment in its first line names; a `ts` block without one, to
 *   `index.ts` or `script.mts`;
 * - a script that the page does not run before its next script is run once; a Pulumi program is brought up and
 *   destroyed;
 * - for a CI configuration, the commands of each job are run.
 *
 * @throws {Error} if a block is neither run nor listed in the exceptions.
 */
export function scriptOf(page: string): string {
  const parts: string[] = [PRELUDE];
  let pending: Program | undefined;
  for (const block of blocksOf(page)) {
    if (isExcepted(block)) continue;
    const { lines } = block;
    if (block.language === "sh") {
      if (pending !== undefined && lines.some(pending.isRunBy)) pending = undefined;
      parts.push(mark(block), ...lines.map((line) => commandOf(page, line)));
    } else {
      if (pending !== undefined) parts.push(pending.command);
      const file = fileOf(block);
      parts.push(mark(block), write(file, lines), ...jobCommands(page, file, lines));
      pending = programIn(file, lines);
    }
  }
  if (pending !== undefined) parts.push(pending.command);
  return parts.join("\n");
}

/** A program of a page that has not been run yet. */
interface Program {
  readonly isRunBy: (command: string) => boolean;
  readonly command: string;
}

function programIn(file: string, lines: readonly string[]): Program | undefined {
  if (!/\.m?ts$/.test(file)) return undefined;
  if (isScript(lines)) return { isRunBy: (command) => command.includes(`node ${file}`), command: `node ${file}` };
  return {
    isRunBy: (command) => /\bpulumi (up|preview)\b/.test(command),
    command: "pulumi up --skip-preview\npulumi destroy --skip-preview",
  };
}

/** Whether it is a script that does not need Pulumi. */
function isScript(lines: readonly string[]): boolean {
  return lines.some((line) => line.includes('"pulumi-trove/client"'));
}

function isExcepted({ page, lines }: Block): boolean {
  return exceptions.some((row) => row.block && row.page === page && row.line === lines[0]?.trim());
}

/** The exception for a line of a page. */
function exceptionOf(page: string, line: string): Exception | undefined {
  return exceptions.find((row) => !row.block && row.page === page && row.line === line.trim());
}

function commandOf(page: string, line: string): string {
  const exception = exceptionOf(page, line);
  if (exception !== undefined) return exception.instead ?? "";
  const [, failing, code] = /^(.*?)\s+# fails with (\w+)$/.exec(line) ?? [];
  if (failing !== undefined) return `fails_with ${code} ${quoted(failing)}`;
  // In bash a failing negated command does not trigger `set -e`.
  if (line.startsWith("! ")) return `if ${line.slice(2)}; then false; fi`;
  return line;
}

/** Each job runs in a subshell, so that its environment does not affect the next. */
function jobCommands(page: string, file: string, text: readonly string[]): readonly string[] {
  return jobsOf(file, text.join("\n")).map(({ env, shells }) => {
    const exports = Object.entries(env).map(([name, value]) => `export ${name}="${value}"`);
    const commands = shells.map(
      (shell) => `bash -e -c ${quoted(shell.map((line) => commandOf(page, line)).join("\n"))}`,
    );
    return ["(", ...exports, ...commands, ")"].join("\n");
  });
}

/** The file that a comment in the first line names. */
function fileOf({ page, line, language, lines }: Block): string {
  const [, named] = /^(?:\/\/|#) (\S+\.\w+)$/.exec(lines[0] ?? "") ?? [];
  if (named !== undefined) return named;
  if (language === "ts") return isScript(lines) ? "script.mts" : "index.ts";
  throw new Error(`${page}:${line}: this block is neither run nor among the exceptions`);
}

function write(file: string, lines: readonly string[]): string {
  const folder = file.includes("/") ? `mkdir -p ${file.slice(0, file.lastIndexOf("/"))}\n` : "";
  return `${folder}cat >${file} <<'END OF THE FILE'\n${lines.join("\n")}\nEND OF THE FILE`;
}

/** Prints the position in the page to the output. */
function mark({ page, line }: Block): string {
  return `echo "--- ${page}:${line} after $SECONDS s"`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
