// Lists the instances of the project, first page by page, then all: node list.ts
import { TroveClient } from "pulumi-trove/client";

const client = await TroveClient.connect();

let marker: string | undefined;
do {
  const page = await client.instances.page({ marker });
  console.log(page.items.length);
  console.log(page.next === undefined);
  marker = page.next;
} while (marker !== undefined);

const ids: string[] = [];
for await (const instance of client.instances.list()) ids.push(instance.id);
console.log(ids.length, new Set(ids).size);
