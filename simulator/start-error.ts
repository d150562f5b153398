import { getSystemErrorMessage } from "node:util";
import type { SimulatorOptions } from "./options.ts";

/** An error that the user can fix; its message is one line and says how. */
export class StartError extends Error {}

/** Why the cloud did not start, in one line; `undefined` for a bug of the simulator. */
export function explainStartError(error: unknown, { keystone }: SimulatorOptions): string | undefined {
  if (error instanceof StartError) return error.message;
  if (!isSystemError(error)) return undefined;
  const { code, errno, syscall, port, address, path } = error;
  if (syscall === "listen" && port !== undefined) {
    const flag = port === keystone ? "--keystone" : "--trove";
    const what = code === "EADDRINUSE" ? "is in use" : `cannot be used: ${getSystemErrorMessage(errno)}`;
    return `Port ${port} of ${address} ${what}. Choose another port with ${flag}, or leave out ${flag} to use any free port.`;
  }
  if (code === "EEXIST") return `${path} is not a folder.`;
  return path === undefined ? undefined : `Cannot write ${path}: ${getSystemErrorMessage(errno)} (${code}).`;
}

interface SystemError extends Error {
  readonly code: string;
  readonly errno: number;
  readonly syscall: string;
  readonly port?: number;
  readonly address?: string;
  readonly path?: string;
}

function isSystemError(error: unknown): error is SystemError {
  return error instanceof Error && "errno" in error && typeof error.errno === "number";
}
