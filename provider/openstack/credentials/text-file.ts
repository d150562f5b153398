import { createReadStream } from "node:fs";

/** Far more than any clouds.yaml or certificate; a device such as /dev/zero has no end. */
const MAX_BYTES = 4 * 1024 * 1024;

/** @throws an error whose `code` says why it cannot be read: `ENOENT`, `EISDIR`, or `EFBIG` for one larger than 4 MiB. */
export async function readTextFile(path: string): Promise<string> {
  const chunks: Buffer[] = await Array.fromAsync(createReadStream(path, { end: MAX_BYTES }));
  const bytes = Buffer.concat(chunks);
  if (bytes.length > MAX_BYTES) throw Object.assign(new Error("The file is too large"), { code: "EFBIG" });
  return bytes.toString("utf8");
}
