/**
 * Returns the known name that is most similar to a misspelled word, or `undefined` if none is similar. Letter case, `_` and
 * `-` are ignored, so `auth_url` finds `authUrl`; of equally similar names the first wins.
 */
export function nearestName(word: string, known: readonly string[]): string | undefined {
  const typed = normalize(word);
  let nearest: string | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  for (const name of known) {
    const correct = normalize(name);
    // One edit in three letters; with more it is another word (rustc and Git use a similar limit).
    const limit = Math.max(1, Math.floor(Math.max(typed.length, correct.length) / 3));
    // The difference in length is a lower bound of the edits, which are slow to count for a long text.
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
