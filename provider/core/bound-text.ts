/** Four times as much as any error shows of a server's text: looking into it costs little, whoever wrote it. */
const LONGEST = 4096;

/** The beginning of a text, by default of one that a server wrote. */
export function boundText(text: string, longest = LONGEST): string {
  return text.length > longest ? text.slice(0, longest) : text;
}
