/** A request with placeholders such as `{i1}` for the ids, which each cloud has of its own. */
export interface FidelityRequest {
  readonly method: string;
  /** Relative to the project. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent unchanged, instead of `body`. */
  readonly text?: string;
  /** An empty value omits the header. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The instances whose state decides the response: it is compared only if they are in the same state on both clouds. */
  readonly about?: readonly string[];
  /** A password that the cloud generates. */
  readonly makesPassword?: boolean;
}

export function describe({ method, path, body, text, headers }: FidelityRequest): string {
  const sent = text ?? (body === undefined ? "" : JSON.stringify(body));
  const head = headers === undefined ? "" : ` ${JSON.stringify(headers)}`;
  return `${method} ${path}${head} ${sent}`.trim();
}
