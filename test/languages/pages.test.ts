import { after, before, describe, test } from "node:test";
import { pages } from "../docs/blocks.ts";
import { runPage } from "../docs/run-page.ts";
import { settings } from "../docs/settings.ts";
import { installProgram, type Program } from "../package/installed-program.ts";
import { pythonSdk } from "./sdks.ts";

let program: Program;
before(
  async () => {
    program = await installProgram();
  },
  { timeout: 300_000 },
);
after(() => program?.remove());

describe("a reader who follows a page with programs in several languages succeeds", () => {
  for (const page of pages.filter((name) => settings[name]?.languages)) {
    test(page, async (t) => runPage(t, page, program.folder, { PYTHONPATH: await pythonSdk(t) }));
  }
});
