/** The id of a flavor or a configuration group, which a request may also give as a link that ends in the id. */
export function idFromHref(ref: string | number | undefined): string {
  const path = String(ref ?? "None").split(/[?#]/)[0] ?? "";
  return path.split("/").at(-1) ?? "";
}
