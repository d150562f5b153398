// Lists the instances of the project, in pages of twenty and all together: node list.ts
import { TroveClient } from "pulumi-trove/client";

const client = await TroveClient.connect();

let marker: string | undefined;
do {
  const page = await client.instances.page({ marker });
  console.log(page.items.length);
  console.log(page.next === undefined);
  marker = page.next;
} while (marker !== undefined);

const names: string[] = [];
for await (const instance of client.instances.list()) names.push(instance.name);
console.log(names.length);
