const SECRET_NAME = /token|password|secret|signature|credential|api-?key/i;

/** The parts of a URL that a text may show: without a login before the host, and without secret values in the query. */
export function redactUrl(url: string): { readonly origin: string; readonly path: string } {
  if (!URL.canParse(url)) return { origin: "(not a URL)", path: "" };
  const { protocol, host, pathname, searchParams } = new URL(url);
  for (const name of searchParams.keys()) if (SECRET_NAME.test(name)) searchParams.set(name, "***");
  const query = searchParams.size > 0 ? `?${searchParams}` : "";
  return { origin: `${protocol}//${host}`, path: `${pathname}${query}` };
}

/** Names a request in texts: `GET /v1.0/…`. */
export function describeRequest({ method, url }: { readonly method: string; readonly url: string }): string {
  return `${method} ${redactUrl(url).path}`;
}
