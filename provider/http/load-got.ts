import http from "node:http";
import https from "node:https";
import type { Got, NativeRequestOptions, Response } from "got";

let loading: Promise<Got> | undefined;

/**
 * got with what all requests have in common: one attempt, its answer whatever the status. Loaded at the first request: it
 * takes longer to load than all of the provider.
 */
export function loadGot(): Promise<Got> {
  loading ??= import("got").then(({ default: got }) =>
    got.extend({ retry: { limit: 0 }, throwHttpErrors: false, followRedirect: false, request }),
  );
  return loading;
}

/** Leaves out what got adds and nobody gave: Node copies the options of a request four times, got's thirty with them. */
function request(
  url: URL,
  { method, headers, agent }: NativeRequestOptions,
  onAnswer?: (answer: Response) => void,
): http.ClientRequest {
  const { request } = url.protocol === "https:" ? https : http;
  return request(url, { method, headers, agent }, onAnswer as (answer: http.IncomingMessage) => void);
}
