// The floor: a plain script without this package. Sends all creates at once, and lists every 2.5 s until all
// instances are ACTIVE. Repeats refused creates: after 0.1 s if the first creates of a project collided (500), after a
// second if there were too many (413).
import { setTimeout as sleep } from "node:timers/promises";

const { authUrl, troveUrl, count, body } = JSON.parse(process.argv[2] ?? "");
const domain = { id: "default" };
const identity = { methods: ["password"], password: { user: { name: "demo", password: "demo-password", domain } } };
const login = await fetch(`${authUrl}/auth/tokens`, {
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ auth: { identity, scope: { project: { name: "demo", domain } } } }),
});
const { token } = (await login.json()) as { token: { project: { id: string } } };
const instances = `${troveUrl}/v1.0/${token.project.id}/instances`;
const headers = { "x-auth-token": login.headers.get("x-subject-token") ?? "", "content-type": "application/json" };

await Promise.all(Array.from({ length: count }, (_, index) => create(`db-${index}`)));
while ((await countActive()) < count) await sleep(2500);

async function create(name: string): Promise<void> {
  const request = { method: "POST", headers, body: JSON.stringify({ instance: { name, ...body } }) };
  for (;;) {
    const { ok, status } = await ask(instances, request);
    if (ok) return;
    if (status !== 413 && status !== 500) throw new Error(`The create of ${name} answered ${status}.`);
    await sleep(status === 413 ? 1000 : 100);
  }
}

async function countActive(): Promise<number> {
  let active = 0;
  for (let query: string | undefined = ""; query !== undefined; ) {
    const { ok, json } = await ask(`${instances}${query}`, { headers });
    if (!ok) return 0;
    active += json.instances.filter(({ status }: { status: string }) => status === "ACTIVE").length;
    query = json.links?.[0] && new URL(json.links[0].href).search;
  }
  return active;
}

async function ask(url: string, request: RequestInit) {
  const answer = await fetch(url, request);
  const text = await answer.text();
  return { ok: answer.ok, status: answer.status, json: answer.ok ? JSON.parse(text) : undefined };
}
