/** The name and the host of a user from its key, `name@host`. Without a host: any host, `%`. A name may contain an `@`. */
export function splitUserKey(key: string): { readonly name: string; readonly host: string } {
  const at = key.lastIndexOf("@");
  return at < 0 ? { name: key, host: "%" } : { name: key.slice(0, at), host: key.slice(at + 1) };
}

/** The key of a user in inputs and state: `name@host`. */
export function userKeyOf(user: { readonly name: string; readonly host: string }): string {
  return `${user.name}@${user.host}`;
}
