import { once } from "node:events";
import { createServer, type Server } from "node:net";

/** Ports that are reserved for a cloud until they are released. */
export interface ClaimedPorts {
  readonly ports: readonly number[];
  /** Call this when the cloud has ended. */
  release(): void;
}

/**
 * Claims ports of 127.0.0.1 for a cloud in another process, so that no test in any process uses them. They are below
 * the range for outgoing connections (from 32768 on Linux).
 *
 * The cloud listens only seconds after its port was chosen. From the claim to the cloud's end, this process listens on
 * the port 10,000 above: an exclusive claim that ends with this process, even if it is killed.
 *
 * @param candidate returns a port to try, from 12000 to 21999.
 */
export async function claimPorts(count: number, candidate: () => number = anyPort): Promise<ClaimedPorts> {
  const claims = new Map<number, Server>();
  while (claims.size < count) {
    const port = candidate();
    const claim = await listen(port + 10_000);
    if (claim && (await isFree(port))) claims.set(port, claim.unref());
    else claim?.close();
  }
  return {
    ports: [...claims.keys()],
    release: () => {
      for (const claim of claims.values()) claim.close();
    },
  };
}

function anyPort(): number {
  return 12_000 + Math.floor(Math.random() * 10_000);
}

async function isFree(port: number): Promise<boolean> {
  const server = await listen(port);
  if (!server) return false;
  server.close();
  await once(server, "close");
  return true;
}

/** `undefined` if another process listens there. */
function listen(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(undefined));
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}
