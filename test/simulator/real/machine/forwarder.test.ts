import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { Readable } from "node:stream";
import { buffer, text } from "node:stream/consumers";
import { type TestContext, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { AddressPool } from "../../../../simulator/guest/machine/address-pool.ts";
import { Forwarder } from "../../../../simulator/guest/machine/forwarder.ts";

const withAliases = { skip: process.platform === "linux" ? false : "needs all addresses of 127.0.0.0/8" };

interface Harness {
  readonly forwarder: Forwarder;
  readonly address: string;
  readonly port: number;
  /** Connects as a program does. */
  client(from?: string): Socket;
}

/** A forwarder before a server, with a port of its own on any machine. */
async function start(t: TestContext, serve: (socket: Socket) => void): Promise<Harness> {
  const pool = await AddressPool.open();
  t.after(() => pool.close());
  const { address, port, serverPort } = await pool.lease(3306);
  const server: Server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on("error", () => {});
    t.after(() => socket.destroy());
    serve(socket);
  });
  t.after(() => server.close());
  await once(server.listen(serverPort, address), "listening");
  const forwarder = new Forwarder({ address, port, serverPort });
  t.after(() => forwarder.close());
  await forwarder.resume();
  const client = (from?: string): Socket => {
    const socket = connect({
      host: address,
      port,
      allowHalfOpen: true,
      ...(from !== undefined && { localAddress: from }),
    });
    t.after(() => socket.destroy());
    return socket;
  };
  return { forwarder, address, port, client };
}

const echo = (socket: Socket): void => void socket.pipe(socket);
const greet = (socket: Socket): void => void socket.write("hello");

/** The code of the error with which a connection ends; what it received if it ends without. */
async function outcome(socket: Socket): Promise<string> {
  try {
    return await text(socket);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
}

async function greeted(socket: Socket): Promise<void> {
  const [data] = await once(socket, "data");
  assert.equal(String(data), "hello");
}

test("the server sees the client's own address", withAliases, async (t) => {
  const { client } = await start(t, (socket) => void socket.end(String(socket.remoteAddress)));
  assert.equal(await text(client()), "127.0.0.1");
  assert.equal(await text(client("127.0.0.77")), "127.0.0.77");
});

test("passes on the end of each direction on its own", async (t) => {
  const { client } = await start(t, (socket) => {
    void text(socket).then((received) => socket.end(`received ${received}`));
  });
  const socket = client();
  socket.end("all");
  assert.equal(await text(socket), "received all");
});

test("what a client sends after the server's end arrives", async (t) => {
  const received = Promise.withResolvers<string>();
  const { client } = await start(t, (socket) => {
    socket.end("bye");
    received.resolve(text(socket));
  });
  const socket = client();
  assert.equal(await text(socket), "bye");
  socket.end("late");
  assert.equal(await received.promise, "late");
});

test("passes 32 MB on in both directions unchanged", async (t) => {
  const { client } = await start(t, echo);
  const sent = randomBytes(32 * 1024 * 1024);
  const socket = client();
  socket.end(sent);
  const hash = (data: Buffer): string => createHash("sha256").update(data).digest("hex");
  assert.equal(hash(await buffer(socket)), hash(sent));
});

test("does not buffer what the server does not read", async (t) => {
  const { client } = await start(t, (socket) => void socket.pause());
  const socket = client();
  await once(socket, "connect");
  const chunk = Buffer.alloc(64 * 1024);
  const [all, sent] = [4096, { chunks: 0 }];
  const source = Readable.from(
    (function* () {
      for (; sent.chunks < all; sent.chunks++) yield chunk;
    })(),
  );
  t.after(() => source.destroy());
  source.pipe(socket);
  // Stops once the buffers of the system are full, which hold a few megabytes.
  let [before, idle] = [-1, 0];
  while (idle < 50) {
    idle = sent.chunks === before ? idle + 1 : 0;
    before = sent.chunks;
    await setTimeout(2);
  }
  assert.ok(sent.chunks < all / 2, `${sent.chunks} of ${all} chunks were accepted`);
});

test("a client whose address is not in the ranges is reset", withAliases, async (t) => {
  const { forwarder, client } = await start(t, greet);
  await forwarder.allow(["127.0.0.77/32"]);
  assert.equal(forwarder.rule.kind, "ranges");
  assert.equal(await outcome(client()), "ECONNRESET");
  await greeted(client("127.0.0.77"));
});

test("an empty list refuses all connections, until another follows", async (t) => {
  const { forwarder, client } = await start(t, greet);
  await forwarder.allow([]);
  assert.equal(await outcome(client()), "ECONNREFUSED");
  await forwarder.allow(undefined);
  await greeted(client());
});

test("ranges elsewhere let loopback in", async (t) => {
  const { forwarder, client } = await start(t, greet);
  await forwarder.allow(["10.0.0.0/8"]);
  assert.equal(forwarder.rule.kind, "ranges-and-loopback");
  await greeted(client());
});

test("a new list resets those connections that it does not let in", withAliases, async (t) => {
  const { forwarder, client } = await start(t, (socket) => {
    socket.write("hello");
    echo(socket);
  });
  const [stays, goes] = [client("127.0.0.77"), client("127.0.0.78")];
  await Promise.all([greeted(stays), greeted(goes)]);
  const ended = outcome(goes);
  await forwarder.allow(["127.0.0.77/32"]);
  assert.equal(await ended, "ECONNRESET");
  stays.write("still");
  const [data] = await once(stays, "data");
  assert.equal(String(data), "still");
});

test("refuses connections while paused, and keeps the existing ones", async (t) => {
  const { forwarder, client } = await start(t, (socket) => {
    socket.write("hello");
    echo(socket);
  });
  const existing = client();
  await greeted(existing);
  await forwarder.pause();
  assert.equal(await outcome(client()), "ECONNREFUSED");
  existing.write("still");
  const [data] = await once(existing, "data");
  assert.equal(String(data), "still");
  await forwarder.resume();
  await greeted(client());
});

test("a new list while paused does not let anybody in", async (t) => {
  const { forwarder, client } = await start(t, greet);
  await forwarder.pause();
  await forwarder.allow(undefined);
  assert.equal(await outcome(client()), "ECONNREFUSED");
});

test("the last of concurrent calls counts", async (t) => {
  const { forwarder, client } = await start(t, greet);
  await Promise.all([forwarder.pause(), forwarder.resume(), forwarder.pause()]);
  assert.equal(await outcome(client()), "ECONNREFUSED");
  await Promise.all([forwarder.resume(), forwarder.allow([]), forwarder.allow(undefined)]);
  await greeted(client());
});

test("close ends all connections", async (t) => {
  const { forwarder, client } = await start(t, greet);
  const socket = client();
  await greeted(socket);
  const closed = once(socket.resume(), "end");
  await forwarder.close();
  await closed;
  assert.equal(await outcome(client()), "ECONNREFUSED");
});

test("a client is reset if no server listens, or if the server fails", async (t) => {
  const { address, port } = await start(t, (socket) => void socket.once("data", () => socket.resetAndDestroy()));
  const failing = connect(port, address);
  failing.write("x");
  assert.equal(await outcome(failing), "ECONNRESET");
  const pool = await AddressPool.open();
  t.after(() => pool.close());
  const lease = await pool.lease(3306);
  const forwarder = new Forwarder(lease);
  t.after(() => forwarder.close());
  await forwarder.resume();
  assert.equal(await outcome(connect(lease.port, lease.address)), "ECONNRESET");
});

test("the server's connection ends when its client disappears", async (t) => {
  const ended = Promise.withResolvers<void>();
  const { client } = await start(t, (socket) => {
    socket.write("hello");
    socket.resume().on("close", ended.resolve).on("end", ended.resolve);
  });
  const socket = client();
  await greeted(socket);
  socket.resetAndDestroy();
  await ended.promise;
});

test("reports that its port is in use, and works once it is free", async (t) => {
  const { forwarder, address, port, client } = await start(t, greet);
  await forwarder.pause();
  const other = createServer();
  t.after(() => other.close());
  await once(other.listen(port, address), "listening");
  await assert.rejects(forwarder.resume(), { code: "EADDRINUSE" });
  other.close();
  await forwarder.resume();
  await greeted(client());
});
