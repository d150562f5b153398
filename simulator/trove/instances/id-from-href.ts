/** A flavor or a configuration group may be given as a link: its last part is the id. */
export function idFromHref(ref: string | number | undefined): string {
  const path = String(ref ?? "None").split(/[?#]/)[0] ?? "";
  return path.split("/").at(-1) ?? "";
}
