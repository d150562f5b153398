/**
 * The known name that a misspelled word most likely means, or undefined if none is close. Letter case, `_` and `-` do not
 * count, so `auth_url` finds `authUrl`; of names that are equally close the first is taken.
 */
export function nearestName(word: string, known: readonly string[]): string | undefined {
  const typed = normalize(word);
  let nearest: string | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  for (const name of known) {
    const correct = normalize(name);
    // One error in three letters: more than that is another word (rustc and Git suggest names by a similar limit).
    const limit = Math.max(1, Math.floor(Math.max(typed.length, correct.length) / 3));
    // It takes as many edits at least, and to count those of a long text takes long.
    if (Math.abs(typed.length - correct.length) > limit) continue;
    const edits = editDistance(typed, correct);
    if (edits <= limit && edits < fewest) {
      nearest = name;
      fewest = edits;
    }
  }
  return nearest;
}

function normalize(name: string): string {
  return name.toLowerCase().replace(/[_-]/g, "");
}

/**
 * The number of insertions, deletions, replacements and swaps of neighbouring letters that make one word the other: the
 * optimal string alignment distance.
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
