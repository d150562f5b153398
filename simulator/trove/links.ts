export interface Link {
  readonly rel: string;
  readonly href: string;
}

/** Trove's links are always https (`trove/common/views.py`). */
export function links(
  { host, project }: { readonly host: string; readonly project: string },
  collection: string,
  id: string,
): Link[] {
  return [
    { href: `https://${host}/v1.0/${project}/${collection}/${id}`, rel: "self" },
    { href: `https://${host}/${collection}/${id}`, rel: "bookmark" },
  ];
}
