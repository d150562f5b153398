/** Far more than any message; what looks into a text after this costs little, whoever wrote it. */
const LONGEST = 16_384;

/** The beginning of a text of a server. */
export function boundText(text: string): string {
  return text.length > LONGEST ? text.slice(0, LONGEST) : text;
}
