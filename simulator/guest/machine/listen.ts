import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";

/**
 * Listens on a port of an address; 0 for any free one.
 *
 * @throws {Error} with the system's `code`: EADDRINUSE, EADDRNOTAVAIL if the machine does not have the address.
 */
export async function listen(server: Server, address: string, port: number): Promise<number> {
  server.listen({ host: address, port, exclusive: true });
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** The system's code of the error with which listening fails; `undefined` if a program can listen there now. */
export async function refusalToListen(address: string, port: number): Promise<string | undefined> {
  const server = createServer();
  try {
    await listen(server, address, port);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  } finally {
    server.close();
  }
}
