import type { TlsSettings } from "../proxy/agents.ts";

/** Node's names for OpenSSL's verification results, and the prefixes of its own codes. */
const TLS_CODE =
  /^(CERT_|CRL_|ERR_TLS_|ERR_SSL_|ERR_OSSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_|EPROTO)/;

/** Whether the code of a failed connection means that TLS failed. */
export function isTlsFailure(code: string): boolean {
  return TLS_CODE.test(code);
}

/**
 * Advises what to do about a TLS failure, in one or two sentences.
 *
 * @param tls the settings of the connection: the advice does not repeat what is set already
 */
export function explainTlsFailure(code: string, tls?: TlsSettings): string {
  if (code.includes("ALTNAME") || code === "HOSTNAME_MISMATCH") {
    return "Its certificate is for another host name: use a name in the certificate.";
  }
  if (code.includes("EXPIRED")) return "Its certificate has expired, or the clock of this machine is wrong.";
  if (code === "EPROTO" || code.includes("WRONG_VERSION") || code.includes("PACKET_LENGTH")) {
    return "The server does not speak TLS there. Is it an http:// address?";
  }
  if (code.includes("CERTIFICATE_REQUIRED") || code.includes("HANDSHAKE_FAILURE")) {
    return tls?.cert !== undefined
      ? "The server may not accept the client certificate: check cert and key (OS_CERT, OS_KEY)."
      : "The server may require a client certificate: set cert and key (OS_CERT, OS_KEY).";
  }
  if (code.startsWith("ERR_OSSL_"))
    return "The certificate or key of the configuration cannot be used: check cacertFile, cert and key.";
  if (tls?.ca !== undefined) {
    return "Its certificate is not signed by an authority in cacertFile (OS_CACERT), which replaces the default authorities. Add the PEM of its authority there.";
  }
  return "Its certificate is not signed by a trusted authority: set cacertFile (OS_CACERT) to the PEM of that authority.";
}

/** Whether the code means that this side refuses to send the request, for example because of a line break in a header. */
export function isUnsendable(code: string): boolean {
  return /^ERR_(INVALID|HTTP|UNESCAPED|UNSUPPORTED|GOT)_/.test(code);
}

/** Advises what to do about a request that this side refuses to send, in one sentence. */
export function explainUnsendable(code: string): string {
  if (code === "ERR_INVALID_URL" || code === "ERR_UNSUPPORTED_PROTOCOL") return "Check the address.";
  if (code === "ERR_INVALID_CHAR") return "A header holds a character that HTTP does not allow: check the token.";
  return "Check the address and the token for characters that HTTP does not allow.";
}
