let loading: Promise<typeof import("got")> | undefined;

/** got, loaded at the first request: it takes longer to load than all of the provider. */
export function loadGot(): Promise<typeof import("got")> {
  loading ??= import("got");
  return loading;
}
