// The first import of every entry of this package. Its load is the check: a program that fails on an older Node would fail
// later, with a TypeError that names nothing.

/** `engines` of package.json. */
export const NODE_RANGE = "^22.17 || >=24.2";

/** Whether a version is in `NODE_RANGE`. */
export function isSupported(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return NODE_RANGE.split(" || ").some((part) => {
    const [, operator, lowestMajor, lowestMinor] = /^(\^|>=)(\d+)\.(\d+)$/.exec(part) ?? [];
    if (major === Number(lowestMajor)) return minor >= Number(lowestMinor);
    return operator === ">=" && major > Number(lowestMajor);
  });
}

if (!isSupported(process.versions.node)) throw nodeError(process.versions.node);

/**
 * Pulumi shows a RunError without a stack and knows it by this property (`sdk/nodejs/errors.ts`), but the client must not
 * need Pulumi. Its dynamic host prints the error and the stack, one after the other.
 */
function nodeError(version: string): Error {
  const message =
    `pulumi-trove needs Node.js ${NODE_RANGE}, but this process runs Node.js ${version} (${process.execPath}). ` +
    "Install a newer Node.js, and make it the first node on PATH.";
  return Object.defineProperties(new Error(message), {
    __pulumiRunError: { value: true },
    stack: { value: message },
    toString: { value: () => "pulumi-trove" },
  });
}
