export type Service = "keystone" | "trove";

/** A request as it came, before any decoding that Trove or Keystone do themselves. */
export interface HttpRequest {
  readonly method: string;
  /** With the query, still encoded. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** `undefined` when none was sent. */
  readonly body: string | undefined;
  /** `127.0.0.1:8779` */
  readonly host: string;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Sent as JSON; `undefined` is an empty body. A string is sent as it is, with the content type of `headers`. */
  readonly body?: unknown;
}

export type Handler = (request: HttpRequest) => HttpResponse | Promise<HttpResponse>;
