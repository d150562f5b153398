// Checks the version of Node.js before it loads main.cjs, which an older one cannot parse. So this file has old syntax alone.
var range = "^22.17 || >=24.2";
var version = process.versions.node.split(".").map(Number);
var major = version[0];
var minor = version[1];

if ((major === 22 && minor >= 17) || (major === 24 && minor >= 2) || major > 24) {
  require("./main.cjs");
} else {
  console.error(
    "pulumi-resource-trove needs Node.js " +
      range +
      ", but this process runs Node.js " +
      process.versions.node +
      " (" +
      process.execPath +
      "). Install a newer Node.js, and make it the first node on PATH.",
  );
  process.exit(1);
}
