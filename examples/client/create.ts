// Creates an instance with a volume of 1 GiB, a database and a user: node create.ts
// Node runs TypeScript files from 22.18 and 24.2 on. docs/client.md describes the setup, in a clone and elsewhere.
import { TroveClient } from "pulumi-trove/client";

// Reads credentials from the environment: OS_CLOUD, or OS_AUTH_URL and so on. Or pass an object:
// TroveClient.connect({ authUrl, userName: "jsmith", password: "abcdef", projectName: "12345" })
const client = await TroveClient.connect();

const instance = await client.instances.create({
  name: "My Instance",
  flavorId: "1",
  volume: { size: 1 },
  databases: [{ name: "my_db", characterSet: "latin2", collate: "latin2_general_ci" }],
  users: [{ name: "jsmith", password: "12345", databases: ["my_db"] }],
});

const updated = await client.instances.get(instance.id);
console.log(updated.id);
console.log(updated.name);
console.log(`   Status=${updated.status} Flavor=${updated.flavorId}`);
