/** Adds the `Z` that Trove omits from its UTC times (`2026-11-24T03:33:31`): JavaScript would take them as local. */
export function utcTimestamp(time: string | null | undefined): string | undefined {
  if (!time) {
    return undefined;
  }
  return /(?:Z|[+-]\d\d:?\d\d)$/i.test(time) ? time : `${time.replace(" ", "T")}Z`;
}
