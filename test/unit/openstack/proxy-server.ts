import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect, type Socket } from "node:net";
import type { TestContext } from "node:test";

export interface ProxyServer {
  readonly host: string;
  /** What it was asked, oldest first: `CONNECT cloud.example:443`, `GET http://cloud.example/`. */
  readonly asked: string[];
  /** The login of each request, as it came. */
  readonly logins: (string | undefined)[];
  /** Connections to it that are open. */
  open(): number;
}

export interface ProxyOptions {
  /** `user:password` that every request must have. */
  readonly login?: string;
  /** Answers this status instead of passing anything on. */
  readonly status?: number;
  /** The body of the answer with that status. */
  readonly page?: string;
  /** Takes requests and never answers. */
  readonly silent?: boolean;
  /** Makes it a proxy that is itself spoken to over TLS. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

/** A proxy of one test. Whatever the host that it is asked for, it goes to the port on this machine. */
export async function startProxy(test: TestContext, options: ProxyOptions = {}): Promise<ProxyServer> {
  const { page = "<html><title>proxy</title></html>" } = options;
  const asked: string[] = [];
  const logins: (string | undefined)[] = [];
  const sockets = new Set<Socket>();
  const refusal = (message: IncomingMessage) => {
    asked.push(`${message.method} ${message.url}`);
    const login = message.headers["proxy-authorization"];
    logins.push(login);
    const expected = options.login && `Basic ${Buffer.from(options.login).toString("base64")}`;
    return login === expected ? options.status : 407;
  };
  const forward = (message: IncomingMessage, response: ServerResponse) => {
    const status = refusal(message);
    if (options.silent) return;
    if (status !== undefined) return void response.writeHead(status).end(page);
    const { port, pathname, search } = new URL(message.url ?? "");
    const { "proxy-authorization": _, ...headers } = message.headers;
    const path = `${pathname}${search}`;
    const onward = request({ port, path, method: message.method, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.writeHead(502).end());
    message.pipe(onward);
  };
  const server = options.tls ? createTlsServer(options.tls, forward) : createServer(forward);
  server.on("connect", (message: IncomingMessage, socket: Socket) => {
    const status = refusal(message);
    // Node's server leaves its half of a connection open when the client closes the other half.
    if (options.silent) return void socket.resume().on("end", () => socket.end());
    if (status !== undefined) return void socket.end(`HTTP/1.1 ${status} Refused\r\ncontent-length: 0\r\n\r\n`);
    const onward = connect(Number(/\d+$/.exec(message.url ?? "")?.[0]), "127.0.0.1");
    onward.on("connect", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      socket.pipe(onward).pipe(socket);
    });
    onward.on("error", () => socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n"));
    socket.on("error", () => onward.destroy());
    socket.on("close", () => onward.destroy());
  });
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {});
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  test.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, asked, logins, open: () => sockets.size };
}
