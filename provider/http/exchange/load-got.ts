import type { Got } from "got";

let loading: Promise<Got> | undefined;

/**
 * got with what all requests have in common: one attempt, its answer whatever the status. Loaded at the first request: it
 * takes longer to load than all of the provider.
 */
export function loadGot(): Promise<Got> {
  loading ??= import("got").then(({ default: got }) =>
    got.extend({ retry: { limit: 0 }, throwHttpErrors: false, followRedirect: false }),
  );
  return loading;
}
