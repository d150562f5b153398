import { once } from "node:events";
import { createServer, type Server } from "node:net";

/** Ports that a cloud may listen on until they are given back. */
export interface ClaimedPorts {
  readonly ports: readonly number[];
  /** Call it when the cloud has ended. */
  release(): void;
}

/**
 * Claims ports of 127.0.0.1 for a cloud that another process starts: no other test takes one of them, whichever process
 * it runs in. They are below the range from which systems take the ports of outgoing connections (32768 on Linux).
 *
 * The cloud listens seconds after its port was chosen. Until then, and as long as it runs, this process listens on the
 * port's partner, 10,000 above: an exclusive claim that ends with its owner, however that ends.
 *
 * @param candidate - Gives a port to try, from 12000 to 21999.
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

/** `undefined` when somebody else listens there. */
function listen(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(undefined));
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}
