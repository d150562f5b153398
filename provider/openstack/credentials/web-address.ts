import { redactUrl } from "../../http/secrets/redact-url.ts";
import { ConfigError } from "../errors/config-error.ts";

/** What an address is and where it comes from, for error texts. */
interface AddressSource {
  /** `The authentication URL` */
  readonly what: string;
  readonly source: string;
}

/**
 * Matches a host, which may have a port and a path. It must have a dot or a port: a secret in the wrong setting has none.
 */
const HOST =
  /^(localhost|\[[\da-f:.]+\](:\d{1,5})?|[\w-]+:\d{1,5}|[\w-]+(\.[\w-]+)*(\.[a-z]{2,}|\.\d{1,3})(:\d{1,5})?)(\/[\w./-]*)?$/i;

/**
 * Checks an http:// or https:// address, and returns it unchanged.
 *
 * @throws {ConfigError} It is not such an address, or has a login, a query or a fragment.
 */
export function webAddress(text: string | undefined, { what, source }: AddressSource): string | undefined {
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== "http:" && url?.protocol !== "https:") {
    const advice = HOST.test(text) ? `: "${text}" has no scheme. Write https://${text}` : "";
    throw new ConfigError(`${what} of ${source} is not an http:// or https:// address${advice}.`);
  }
  if (url.username !== "" || url.password !== "") {
    throw new ConfigError(`${what} of ${source} contains a user name or a password. Set them separately.`);
  }
  if (/[?#]/.test(text)) {
    const { origin } = redactUrl(text);
    throw new ConfigError(
      `${what} of ${source}, at ${origin}, contains a "?" or a "#". Remove it and everything after it.`,
    );
  }
  return text;
}

/**
 * Checks the address of an identity service, and returns it unchanged.
 *
 * @throws {ConfigError} It is not an http:// or https:// address, or it is the URL that issues tokens.
 */
export function identityAddress(text: string | undefined, source: string, setBy: string): string | undefined {
  const what = `The authentication URL (${setBy})`;
  const address = webAddress(text, { what, source });
  const base = address?.replace(/\/(auth\/)?tokens\/*$/, "");
  if (base === address) return address;
  throw new ConfigError(
    `${what} of ${source} is ${address}, the address at which the identity service issues tokens. ` +
      `Set that of the service itself: ${base}.`,
  );
}

/** Removes the slashes at the end of an address in one pass: `/\/+$/` takes quadratic time for slashes in its middle. */
export function withoutSlashes(address: string): string {
  let end = address.length;
  while (address[end - 1] === "/") end -= 1;
  return address.slice(0, end);
}
