/** A part of a page that the tests do not run unchanged. */
export interface Exception {
  readonly page: string;
  /** A line of a command block; with `block`, the first line of a block that is not run at all. */
  readonly line: string;
  readonly block?: true;
  /** The command to run instead. Without it, the line is skipped. */
  readonly instead?: string;
  readonly reason: string;
}

const NO_OPENSTACK =
  "openstackclient is not on every machine that runs the tests, and the simulator has no Nova or Neutron";

const LINKED = "the installed packages are linked instead of installed again";
const TEMPLATE = "downloads the template from GitHub; the tests have its files";

/** All lines and blocks that are not run unchanged. An exception that matches nothing fails the tests. */
export const exceptions: readonly Exception[] = [
  {
    page: "README.md",
    line: "git clone <this repository> && cd pulumi-trove",
    instead: "cd pulumi-trove",
    reason: "the tests copy the working tree, so that they run what is not committed yet",
  },
  {
    page: "README.md",
    line: "npm ci && npm run pack",
    instead: "npm run pack",
    reason: LINKED,
  },
  {
    page: "README.md",
    line: "pulumi login --local",
    instead: 'pulumi login "file://$HOME"',
    reason: "the CLI would take the home folder of this user, whatever HOME says",
  },
  {
    page: "README.md",
    line: "pulumi new typescript --yes",
    instead: 'pulumi new "$TEMPLATE" --yes',
    reason: TEMPLATE,
  },
  ...["application credential create pulumi", "flavor list", "network list", "datastore list"].map((command) => ({
    page: "README.md",
    line: `openstack ${command}`,
    reason: NO_OPENSTACK,
  })),
  {
    page: "README.md",
    line: "npm test                 # all tests; npm test -- unit host runs groups",
    block: true,
    reason: "these are the tests",
  },
  {
    page: "docs/languages.md",
    line: "npm ci && npm run release",
    instead: "node scripts/release.ts",
    reason: LINKED,
  },
  {
    page: "docs/languages.md",
    line: "python3 -m venv venv",
    reason: "the tests have a Python with Pulumi's SDK, and its language host here ignores the option virtualenv",
  },
  {
    page: "docs/languages.md",
    line: "venv/bin/pip install ../pulumi-trove/release/pulumi_trove-0.1.0-py3-none-any.whl",
    instead:
      "pip install --quiet --no-deps --no-index --target site ../pulumi-trove/release/pulumi_trove-0.1.0-py3-none-any.whl && " +
      "export PYTHONPATH=$PWD/site",
    reason: "the tests have a Python with Pulumi's SDK",
  },
  {
    page: "docs/languages.md",
    line: "cd ../my-database",
    instead:
      'mkdir ../my-database && cd ../my-database && pulumi new "$TEMPLATE" --generate-only --yes --name my-database && ' +
      "ln -s ../../node_modules node_modules && pulumi stack init dev",
    reason: "the reader comes with a project",
  },
  {
    page: "docs/languages.md",
    line: "pulumi package add ./node_modules/pulumi-trove/plugin/pulumi-resource-trove",
    block: true,
    reason: "the language hosts of the tests are too old for it; test/languages/sdks.test.ts runs it for YAML",
  },
  {
    page: "docs/import.md",
    line: "cd ../my-database",
    instead: "cd ../docs-import-md",
    reason: "the reader comes with a project: here the one in which the page begins",
  },
  {
    page: "docs/guides/existing-instances.md",
    line: "terraform state rm openstack_db_instance_v1.db openstack_db_database_v1.shop openstack_db_user_v1.shop",
    block: true,
    reason: "Terraform is not installed",
  },
  {
    page: "docs/guides/state.md",
    line: "npm install pulumi-trove@latest",
    reason: "not published yet",
  },
  {
    page: "docs/guides/ci.md",
    line: "curl -fsSL https://get.pulumi.com | sh -s -- --version 3.274.1",
    reason: "downloads the CLI that the tests already have",
  },
  {
    page: "docs/guides/ci.md",
    line: 'echo "$HOME/.pulumi/bin" >> "$GITHUB_PATH"',
    reason: "GITHUB_PATH is a file of GitHub's runner",
  },
  {
    page: "docs/guides/ci.md",
    line: 'pulumi plugin install resource trove 0.1.0 --server "$PLUGIN_SERVER"',
    block: true,
    reason: "there is no such server here; test/package/plugin-archives.test.ts installs the plugin from one",
  },
  { page: "docs/guides/ci.md", line: "npm ci", reason: "the package is installed once for all pages" },
  { page: "docs/configuration.md", line: "openstack application credential create pulumi", reason: NO_OPENSTACK },
  {
    page: "docs/client.md",
    line: "npm ci && npm run build",
    reason: "the clone of the tests is built already",
  },
  {
    page: "docs/client.md",
    line: "node examples/client/versions.ts http://localhost:8779",
    instead: '(cd "$CLONE" && node examples/client/versions.ts http://localhost:8779)',
    reason: "the page goes on in a folder where the package is installed",
  },
  {
    page: "docs/client.md",
    line: "// log-in.mts",
    block: true,
    reason: "the clouds do not exist; test/client/login.test.ts logs in each way",
  },
  ...["quickstart", "app", "grow", "restore"].map((name) => ({
    page: `examples/${name}/index.ts`,
    line: "npm ci && npm run build",
    reason: "the clone of the tests is built already",
  })),
  { page: "docs/simulator.md", line: "npm ci", reason: LINKED },
  {
    page: "docs/simulator.md",
    line: "mkdir state my-databases",
    instead: "mkdir ../empty && cd ../empty && mkdir state my-databases",
    reason: "the page goes on in an empty folder",
  },
  {
    page: "docs/simulator.md",
    line: "pulumi new typescript --yes --name my-databases --stack dev",
    instead: 'pulumi new "$TEMPLATE" --yes --name my-databases --stack dev',
    reason: TEMPLATE,
  },
  {
    page: "docs/simulator.md",
    line: "name: databases",
    block: true,
    reason: "its commands are those of the blocks before it",
  },
  {
    page: "docs/simulator.md",
    line: "databases:",
    block: true,
    reason: "its commands are those of the blocks before it",
  },
  {
    page: "simulator/README.md",
    line: "npx trove-simulator --dir cloud",
    block: true,
    reason: "runs until it is stopped; docs/simulator.md starts it in the background",
  },
  {
    page: "simulator/README.md",
    line: 'import { startSimulator } from "trove-simulator";',
    block: true,
    reason: "docs/simulator.md has a complete test with it",
  },
];
