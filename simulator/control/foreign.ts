import type { HttpRequest, HttpResponse } from "../http/exchange.ts";

/** `localhost`, an address of 127.0.0.0/8 or `[::1]`, with or without a port. */
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i;

/**
 * Refuses a request that a browser sends for another web site; `undefined` for all other requests. The control API
 * takes no token, so without this check every web site could use it from a browser on this machine.
 *
 * - A name of another site that resolves to 127.0.0.1 (DNS rebinding) shows in `Host`.
 * - A form or script of another site shows in `Origin`, which browsers send with every POST and DELETE, and in
 *   `Sec-Fetch-Site`, which they send with every request to loopback
 *   (https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Sec-Fetch-Site). A link that is followed
 *   (`navigate`) shows a page and gives nothing to the site that has the link.
 */
export function refuseForeign({ host, headers }: HttpRequest): HttpResponse | undefined {
  if (!LOOPBACK.test(host)) {
    return refusal(`The host ${JSON.stringify(host)} is not a loopback address. Use http://127.0.0.1 and this port.`);
  }
  const { origin, "sec-fetch-site": site, "sec-fetch-mode": mode } = headers;
  const isOwn = origin === undefined || origin.toLowerCase() === `http://${host}`.toLowerCase();
  const isSame = site === undefined || site === "same-origin" || site === "none" || mode === "navigate";
  return isOwn && isSame ? undefined : refusal("Requests for other web sites are refused.");
}

function refusal(error: string): HttpResponse {
  return { status: 403, headers: { "x-content-type-options": "nosniff" }, body: { error } };
}
