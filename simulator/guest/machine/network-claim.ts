import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import { listen } from "./listen.ts";

/** A /24 of 127.0.0.0/8 that no other simulator on this machine uses. */
export interface NetworkClaim {
  /** Its first three numbers, such as `127.93.7`. */
  readonly network: string;
  release(): Promise<void>;
}

/**
 * The process that listens here on the first address of a network has claimed it: the system lets only one do so, and
 * ends the claim with the process. Systems do not choose the port for connections.
 */
export const CLAIM_PORT = 19_779;
/** Others' networks are random too, so more attempts fail only if a program listens on the port of every address. */
const ATTEMPTS = 20;

/**
 * Claims a network; without `preferred` or if that is claimed, a random one.
 *
 * @returns why none can be claimed, in one sentence.
 */
export async function claimNetwork(preferred?: string): Promise<NetworkClaim | string> {
  const networks = Array.from({ length: ATTEMPTS }, randomNetwork);
  for (const network of preferred === undefined ? networks : [preferred, ...networks]) {
    const claimed = await claim(network);
    if (typeof claimed !== "string") return claimed;
    // macOS has no address of 127.0.0.0/8 but 127.0.0.1 without an alias.
    if (claimed !== "EADDRINUSE") return `This machine does not have the address ${network}.1 (${claimed}).`;
  }
  return `Port ${CLAIM_PORT}, by which simulators claim loopback addresses, is in use on all of them.`;
}

/** Not 127.0 and 127.1: systems use 127.0.0.1, 127.0.0.53 and 127.0.1.1, and people choose the low ones. */
function randomNetwork(): string {
  return `127.${randomInt(16, 240)}.${randomInt(256)}`;
}

/** Returns the system's code of the error if it fails. */
async function claim(network: string): Promise<NetworkClaim | string> {
  const server = createServer((socket) => socket.destroy());
  try {
    await listen(server, `${network}.1`, CLAIM_PORT);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
  // Failures to accept, such as too many open files.
  server.on("error", () => {});
  server.unref();
  return {
    network,
    release: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}
