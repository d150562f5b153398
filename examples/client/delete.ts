// Waits for an instance to be ready, deletes it, and waits until it is gone: node delete.ts <id>
import { TroveClient } from "pulumi-trove/client";

const [id = ""] = process.argv.slice(2);
const client = await TroveClient.connect();

const instance = await client.instances.waitFor(id, "ACTIVE", { timeout: 30 * 60_000 });
console.log(`Ready in an ${instance.status} state.`);

await client.instances.delete(id);
await client.instances.waitFor(id, "gone", { onStatus: (status) => console.log(status) });
