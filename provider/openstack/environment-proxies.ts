import { BlockList, isIP } from "node:net";
import type { HttpProxy, Proxies } from "../http/proxy/proxy.ts";
import type { Environment } from "./credentials/credential-sources.ts";
import { ConfigError } from "./errors/config-error.ts";
import { isLoopback } from "./plain-http.ts";

/** The proxies that variables such as `HTTPS_PROXY` name. */
export interface EnvironmentProxies extends Proxies {
  /** The passwords in their addresses, plain and as they are sent. */
  readonly secrets: readonly string[];
}

interface Variable {
  readonly name: string;
  readonly value: string;
}

/**
 * Reads the proxies of the environment as Python's requests, and so openstacksdk, does: `https_proxy` for https:// URLs,
 * `http_proxy` for http:// URLs, `all_proxy` if that is not set, and no proxy for the hosts of `no_proxy`; each in lower
 * case before upper case. Returns `undefined` if no proxy is set.
 */
export function environmentProxies(env: Environment): EnvironmentProxies | undefined {
  const all = variable(env, "all_proxy");
  // In a CGI program, HTTP_PROXY is the Proxy header of a request, which anyone can send (CVE-2016-1000110).
  const { HTTP_PROXY: _, ...trusted } = env;
  const plain = variable(env.REQUEST_METHOD === undefined ? env : trusted, "http_proxy");
  const variables = { "http:": plain ?? all, "https:": variable(env, "https_proxy") ?? all };
  if (variables["http:"] === undefined && variables["https:"] === undefined) return undefined;
  const isExcluded = exclusions(variable(env, "no_proxy")?.value ?? "");
  return {
    find(text) {
      const url = new URL(text);
      const proxy = url.protocol === "https:" ? variables["https:"] : variables["http:"];
      if (proxy === undefined || isLoopback(url.hostname) || isExcluded(url)) return undefined;
      return toProxy(proxy);
    },
    secrets: Object.values(variables).flatMap((one) => (one === undefined ? [] : passwordsIn(one.value))),
  };
}

/** An empty variable in lower case hides the one in upper case, as in Python's `getproxies_environment`. */
function variable(env: Environment, lowerCase: string): Variable | undefined {
  const name = env[lowerCase] === undefined ? lowerCase.toUpperCase() : lowerCase;
  const value = env[name]?.trim() ?? "";
  return value === "" ? undefined : { name, value };
}

/** @throws {ConfigError} The value is not the address of an HTTP proxy. The text does not show it: it can hold a password. */
function toProxy({ name, value }: Variable): HttpProxy {
  const url = parse(value);
  if (url !== undefined && url.protocol !== "http:" && url.protocol !== "https:") {
    throw new ConfigError(
      `${name} names a proxy for ${/^[a-z\d]{1,10}:$/.test(url.protocol) ? `${url.protocol}//` : "another protocol"}, but ` +
        "only http:// and https:// proxies are supported. Set HTTPS_PROXY and HTTP_PROXY to such a proxy, or name the " +
        "cloud's hosts in NO_PROXY.",
    );
  }
  const login = url && loginOf(url);
  // A "/", "?" or "#" in a password ends the host early, so that part of the login is taken for the host.
  if (
    url === undefined ||
    login === undefined ||
    url.hostname === "" ||
    `${url.pathname}${url.search}${url.hash}` !== "/"
  ) {
    throw new ConfigError(
      `${name} is not the address of a proxy, such as http://proxy.example.com:3128. A user and a password in it ` +
        "must be percent-encoded (%40 for @, %2F for /).",
    );
  }
  const shown = `${url.protocol}//${url.host}`;
  return {
    url: new URL(shown),
    authorization: login === ":" ? undefined : `Basic ${Buffer.from(login).toString("base64")}`,
    secrets: passwordsIn(value),
    description: `${shown} (${name})`,
  };
}

/** Without a scheme, http:// is assumed, as requests and curl do. */
function parse(value: string): URL | undefined {
  const text = /^[a-z][a-z\d+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  return URL.canParse(text) ? new URL(text) : undefined;
}

/** `user:password`; `undefined` if the percent-encoding is invalid. */
function loginOf({ username, password }: URL): string | undefined {
  try {
    return `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  } catch {
    return undefined;
  }
}

function passwordsIn(value: string): string[] {
  const url = parse(value);
  const login = url && loginOf(url);
  if (url === undefined || login === undefined || url.password === "") return [];
  return [decodeURIComponent(url.password), Buffer.from(login).toString("base64")];
}

/**
 * Parses `no_proxy`: `*`, a host with all hosts below it, an IP address, each with or without a port, or a range of
 * addresses (`10.0.0.0/8`).
 */
function exclusions(list: string): (url: URL) => boolean {
  const entries = list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean);
  const addresses = new BlockList();
  const names: string[] = [];
  for (const entry of entries) if (!addAddress(addresses, entry)) names.push(entry);
  return ({ hostname, port, protocol }) => {
    if (names.includes("*")) return true;
    const host = bare(hostname).replace(/\.$/, "");
    if (isIP(host) !== 0 && addresses.check(host, isIP(host) === 6 ? "ipv6" : "ipv4")) return true;
    const withPort = `${isIP(host) === 6 ? `[${host}]` : host}:${port || (protocol === "https:" ? "443" : "80")}`;
    return names.some((name) => {
      const suffix = name.replace(/^\*?\./, "");
      return [host, withPort].some((one) => one === suffix || (isIP(host) === 0 && one.endsWith(`.${suffix}`)));
    });
  };
}

function addAddress(list: BlockList, entry: string): boolean {
  const [address = "", prefix, more] = entry.split("/");
  const host = bare(address);
  const version = isIP(host);
  if (version === 0 || more !== undefined) return false;
  const family = version === 6 ? "ipv6" : "ipv4";
  const bits = version === 6 ? 128 : 32;
  if (prefix === undefined) list.addAddress(host, family);
  else if (/^\d{1,3}$/.test(prefix) && Number(prefix) <= bits) list.addSubnet(host, Number(prefix), family);
  else return false;
  return true;
}

/** Without the brackets of an IPv6 address. */
function bare(host: string): string {
  return host.replace(/^\[(.*)\]$/, "$1");
}
