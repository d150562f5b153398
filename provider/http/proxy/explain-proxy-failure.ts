import { STATUS_CODES } from "node:http";
import { isTlsFailure } from "../exchange/failure-codes.ts";

/**
 * Says what failed at the proxy itself, and what to do.
 *
 * @param code Node's code, the status of the proxy's answer, or `CLOSED`.
 * @param origin The server behind the proxy: `https://keystone.example.com:5000`.
 */
export function explainProxyFailure(
  code: string,
  { proxy, origin }: { readonly proxy: string; readonly origin: string },
) {
  const { hostname } = new URL(origin);
  const bypass = `or name ${hostname} in NO_PROXY if no proxy is needed for it`;
  if (code === "407") {
    return (
      `the proxy ${proxy} asks for a valid login (407). Set the user and the password in its address, ` +
      `percent-encoded: http://user:password@proxy.example.com:3128, ${bypass}.`
    );
  }
  if (/^\d+$/.test(code)) {
    const status = `${code} ${STATUS_CODES[code] ?? ""}`.trim();
    return `the proxy ${proxy} does not connect to ${origin} (${status}). Check that it may connect to that host and port, ${bypass}.`;
  }
  if (isTlsFailure(code)) {
    return (
      `no trusted connection to the proxy ${proxy} (${code}). Check that its address begins with the right one of http:// ` +
      "and https://, or set NODE_EXTRA_CA_CERTS to the PEM file of the authority that signed its certificate."
    );
  }
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return `the host of the proxy ${proxy} cannot be resolved (${code}). Check its address, ${bypass}.`;
  }
  if (code === "CLOSED" || code === "NO_HTTP") {
    const what = code === "CLOSED" ? "closed the connection without an answer" : "does not answer in HTTP";
    return `the proxy ${proxy} ${what}. Check that its address is that of an HTTP proxy, ${bypass}.`;
  }
  return `cannot connect to the proxy ${proxy} (${code}). Check its address, and that it is running, ${bypass}.`;
}
