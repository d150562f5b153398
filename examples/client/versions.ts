// Lists the API versions of a Trove, without a login: node versions.ts http://localhost:8779
import { TroveClient } from "pulumi-trove/client";

const [url = "http://localhost:8779"] = process.argv.slice(2);

for (const version of await TroveClient.versions(url)) {
  console.log(version.id);
  for (const link of version.links) {
    if (link.rel === "self") console.log(`    ${link.href}`);
  }
}
