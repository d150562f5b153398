export type Service = "keystone" | "trove";

/** A request as received, before the decoding that Trove and Keystone do. */
export interface HttpRequest {
  readonly method: string;
  /** Includes the query; still percent-encoded. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** `undefined` if the request has none. */
  readonly body: string | undefined;
  /** `127.0.0.1:8779` */
  readonly host: string;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Sent as JSON; `undefined` is an empty body. A string is sent unchanged, with the content type of `headers`. */
  readonly body?: unknown;
}

export type Handler = (request: HttpRequest) => HttpResponse | Promise<HttpResponse>;
