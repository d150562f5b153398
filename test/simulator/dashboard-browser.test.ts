import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startSimulator } from "../../simulator/index.ts";
import { type Browser, browserMissing, openBrowser, type Page } from "../support/browser.ts";
import { startClient, until } from "./client.ts";

const skip = browserMissing ?? false;

let browser: Browser;
before(async () => {
  if (!skip) browser = await openBrowser();
});
after(() => browser?.[Symbol.asyncDispose]());

/** Waits until an expression is true in the page. */
function untilShown(page: Page, what: string, expression: string): Promise<void> {
  return until(what, async () => (await page.evaluate(`Boolean(${expression})`)) === true);
}

const text = (selector: string) => `document.querySelector(${JSON.stringify(selector)})?.textContent`;
const ROWS = "document.querySelectorAll('.table-instances tbody tr')";
const STATUS = text(".table-instances .column-status .badge");
const OPERATING = text(".table-instances td.column-status .muted");

function resize(page: Page, width: number): Promise<unknown> {
  const metrics = { width, height: 800, deviceScaleFactor: 1, mobile: false };
  return page.send("Emulation.setDeviceMetricsOverride", metrics);
}

test("shows an instance while it builds, and names as text", { skip }, async () => {
  await using client = await startClient();
  await using page = await browser.openPage(client.simulator.troveUrl);
  await untilShown(page, "the page is live", `${text("#connection")} === "live"`);
  client.simulator.pause();
  const name = `<img src=x onerror="document.title='run'"><script>document.title='run'</script>`;
  const id = await client.create({ name });
  await untilShown(page, "the instance builds", `${STATUS} === "BUILD"`);
  client.simulator.resume();
  await untilShown(page, "the instance is healthy", `${OPERATING} === "HEALTHY"`);
  // Trove refuses such names of databases and users.
  client.simulator.change(id, (record) => {
    record.databases = [{ name: "<b>one</b>", characterSet: undefined, collate: undefined }];
    record.users = [{ name: "<i>", host: "%", password: "p", databases: [] }];
  });
  await untilShown(page, "its user is shown", text(".table-instances td.column-users code"));
  assert.equal(await page.evaluate(text(".table-instances .column-name .name")), name);
  assert.equal(await page.evaluate(text(".table-instances td.column-databases code")), "<b>one</b>");
  assert.equal(await page.evaluate(text(".table-instances td.column-users code")), "<i>@%");
  const log = String(await page.evaluate(text("#log")));
  for (const part of [name, "POST /instances", "BUILD", "HEALTHY"]) assert.ok(log.includes(part), part);
  client.simulator.remove(id);
  await untilShown(page, "the instance is gone", `${ROWS}.length === 0`);
  assert.equal(await page.evaluate("document.title"), "Trove simulator");
  assert.deepEqual(page.problems, []);
  const foreign = page.requested.filter((url) => !url.startsWith(`${client.simulator.troveUrl}/`));
  assert.deepEqual([foreign, page.requested.filter((url) => url.includes("favicon"))], [[], []]);
});

test("draws requests and statuses on an axis that moves", { skip }, async () => {
  await using client = await startClient();
  await using page = await browser.openPage(client.simulator.troveUrl);
  await client.create();
  await untilShown(page, "the instance is healthy", `${OPERATING} === "HEALTHY"`);
  await page.evaluate(`
    const canvas = document.querySelector("#chart");
    const hex = getComputedStyle(document.documentElement).getPropertyValue("--good").trim();
    const good = [1, 3, 5].map((start) => parseInt(hex.slice(start, start + 2), 16));
    globalThis.leftmostGood = () => {
      const { data, width } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
      let left = Infinity;
      for (let at = 0; at < data.length; at += 4) {
        if (good.every((part, index) => data[at + index] === part)) left = Math.min(left, (at / 4) % width);
      }
      return left;
    };
  `);
  await untilShown(page, "something is drawn", "Number.isFinite(globalThis.firstAt = leftmostGood())");
  await untilShown(page, "it moves to the left", "leftmostGood() < firstAt");
});

test("the browser refuses HTML from a script of the page", { skip }, async () => {
  await using client = await startClient();
  await using page = await browser.openPage(client.simulator.troveUrl);
  await assert.rejects(page.evaluate("document.body.innerHTML = '<p>text</p>'"), /TrustedHTML/);
});

test("changes only the cell that differs, among 100 instances", { skip }, async () => {
  await using client = await startClient({ maxInstances: 100, maxVolumes: 100 });
  const ids: string[] = [];
  for (let index = 0; index < 100; index++) ids.push(await client.create({ name: `instance-${index}` }));
  const records = () => client.simulator.instances();
  await until("all are healthy", () => records().every(({ operatingStatus }) => operatingStatus === "HEALTHY"));
  await using page = await browser.openPage(client.simulator.troveUrl);
  await untilShown(page, "all are shown", `${ROWS}.length === 100`);
  await page.evaluate(`
    globalThis.changed = new Set();
    new MutationObserver((all) => { for (const { target } of all) changed.add(target); })
      .observe(document.querySelector(".table-instances"), { subtree: true, childList: true, characterData: true, attributes: true });
  `);
  client.simulator.change(ids[42] ?? "", (record) => {
    record.status = "ERROR";
  });
  const row = `${ROWS}[42]`;
  await untilShown(page, "the status is shown", `${row}.querySelector(".badge").textContent === "ERROR"`);
  assert.equal(
    await page.evaluate(`changed.size === 1 && changed.has(${row}.querySelector("td.column-status"))`),
    true,
  );
});

test("nothing moves when statuses change", { skip }, async () => {
  await using client = await startClient();
  await using page = await browser.openPage(client.simulator.troveUrl);
  await resize(page, 1280);
  client.simulator.pause();
  await client.create();
  await untilShown(page, "the instance builds", `${STATUS} === "BUILD"`);
  await page.evaluate(`
    globalThis.heights = () => JSON.stringify([...document.querySelectorAll("section, tr[role=row]")].map((one) => {
      const { top, height } = one.getBoundingClientRect();
      return [top, height];
    }));
    globalThis.before = heights();
  `);
  client.simulator.resume();
  await untilShown(page, "the instance is healthy", `${OPERATING} === "HEALTHY"`);
  assert.equal(await page.evaluate("heights() === before"), true);
});

test("fits windows of 1280 and 380 pixels, and stays a table", { skip }, async () => {
  await using client = await startClient();
  await client.create({ name: "n".repeat(120), databases: [{ name: "d".repeat(60) }] });
  await using page = await browser.openPage(client.simulator.troveUrl);
  await untilShown(page, "the database is shown", text(".table-instances td.column-databases code"));
  for (const width of [1280, 380]) {
    await resize(page, width);
    const overflow = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
    assert.equal(overflow, 0, `${width}`);
  }
  const { nodes } = await page.send("Accessibility.getFullAXTree");
  const roles = (nodes as { role?: { value: string }; ignored: boolean }[]).filter(({ ignored }) => !ignored);
  const count = (role: string): number => roles.filter((node) => node.role?.value === role).length;
  // Four tables and the events; a header cell for the instance and for each of three projects.
  assert.deepEqual([count("table"), count("rowheader")], [5, 4]);
});

test("is dark where the system is", { skip }, async () => {
  await using client = await startClient();
  await using page = await browser.openPage(client.simulator.troveUrl);
  const lightness = async (value: string): Promise<number> => {
    await page.send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value }] });
    const color = String(await page.evaluate("getComputedStyle(document.body).backgroundColor"));
    return Math.max(...(color.match(/\d+/g) ?? []).map(Number));
  };
  assert.ok((await lightness("light")) > 200);
  assert.ok((await lightness("dark")) < 50);
});

test("says when the simulator has stopped, and shows the next one on its port", { skip }, async () => {
  const client = await startClient();
  await using page = await browser.openPage(client.simulator.troveUrl);
  await client.create();
  await untilShown(page, "the instance is shown", `${ROWS}.length === 1`);
  const port = Number(new URL(client.simulator.troveUrl).port);
  await client.simulator.stop();
  await untilShown(page, "the page says so", `${text("#connection")} === "not connected"`);
  const next = await startSimulator({ trove: port });
  try {
    await untilShown(page, "the page is live again", `${text("#connection")} === "live"`);
    await untilShown(page, "its instances and events are shown", `${ROWS}.length === 0 && !${text("#log")}`);
  } finally {
    await next.stop();
  }
});
