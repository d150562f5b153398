/**
 * Returns the known name that is most similar to a misspelled word, or `undefined` if none is similar. Of equally similar
 * names the first wins.
 */
export function nearestName(word: string, known: readonly string[]): string | undefined {
  return nearNames(word, known)[0];
}

/**
 * Returns the known names that are similar to a misspelled word, the most similar first. Letter case, `_` and `-` are
 * ignored, so `auth_url` finds `authUrl`.
 */
export function nearNames(word: string, known: readonly string[]): string[] {
  const typed = normalize(word);
  const similar = known.flatMap((name) => {
    const edits = editsTo(normalize(name), typed);
    return edits === undefined ? [] : [{ name, edits }];
  });
  return similar.sort((one, other) => one.edits - other.edits).map(({ name }) => name);
}

/** The number of edits that correct a word; `undefined` if it is another word. */
function editsTo(correct: string, typed: string): number | undefined {
  // One edit in three letters; with more it is another word (rustc and Git use a similar limit).
  const limit = Math.max(1, Math.floor(Math.max(typed.length, correct.length) / 3));
  // The difference in length is a lower bound of the edits, which are slow to count for a long text.
  if (Math.abs(typed.length - correct.length) > limit) return undefined;
  const edits = editDistance(typed, correct);
  return edits <= limit ? edits : undefined;
}

function normalize(name: string): string {
  return name.toLowerCase().replace(/[_-]/g, "");
}

/**
 * Counts the insertions, deletions, replacements and swaps of neighbouring letters that turn one word into the other (the
 * optimal string alignment distance).
 */
function editDistance(from: string, to: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const isSame = from[row - 1] === to[column - 1];
      const isSwap = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current.push(
        Math.min(
          at(previous, column) + 1,
          at(current, column - 1) + 1,
          at(previous, column - 1) + (isSame ? 0 : 1),
          isSwap ? at(beforePrevious, column - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    beforePrevious = previous;
    previous = current;
  }
  return at(previous, to.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
