import { test } from "node:test";
import { pages } from "./blocks.ts";
import { runPage } from "./run-page.ts";

for (const page of pages) {
  test(`every block of ${page} works in order`, (t) => runPage(t, page));
}
