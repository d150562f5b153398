import assert from "node:assert/strict";
import { test } from "node:test";
import { parseCommandLine } from "../../simulator/command-line.ts";

test("accepts every flag of the real cloud", () => {
  const argv = "--dir D --keystone 1 --trove 2 --boot 3 --delete 4 --guest-lag 0.5 --rate 6 --max-instances 7";
  const more =
    "--max-volumes 8 --token-seconds 9 --access-log F --backup 1 --speed 0.1 --trove-release 18 --no-volumes --default-locality affinity";
  assert.deepEqual(parseCommandLine(`${argv} ${more}`.split(" ")), {
    dir: "D",
    options: {
      keystone: 1,
      trove: 2,
      boot: 3,
      delete: 4,
      backup: 1,
      guestLag: 0.5,
      rate: 6,
      maxInstances: 7,
      maxVolumes: 8,
      tokenSeconds: 9,
      accessLog: "F",
      troveRelease: 18,
      volumes: false,
      defaultLocality: "affinity",
    },
  });
});

test("accepts the kind of databases and their network", () => {
  assert.deepEqual(parseCommandLine(["--databases", "real", "--network", "127.0.0"]), {
    options: { databases: "real", network: "127.0.0" },
  });
});

test("refuses a release other than 18 and 26", () => {
  const parse = () => parseCommandLine(["--dir", "D", "--trove-release", "22"]);
  assert.throws(parse, { message: '--trove-release takes 18 or 26, not "22"' });
});

const refusals: readonly (readonly [flags: string, message: string | RegExp])[] = [
  ["--bogus", "Unknown option --bogus"],
  ["-x", "Unknown option -x"],
  ["--constructor", "Unknown option --constructor"],
  ["cloud", 'Unexpected argument "cloud"'],
  ["--dir", "--dir needs a value"],
  ["--dir=", "--dir needs a value"],
  ["--no-volumes=1", "--no-volumes takes no value"],
  ["--boot soon", '--boot takes seconds, from 0 to 2147483, not "soon"'],
  ["--boot=-1", '--boot takes seconds, from 0 to 2147483, not "-1"'],
  ["--boot --delete", '--boot takes seconds, from 0 to 2147483, not "--delete"'],
  ["--delete 3000000", '--delete takes seconds, from 0 to 2147483, not "3000000"'],
  ["--keystone 65536", '--keystone takes a port from 1 to 65535, or 0 for any free port, not "65536"'],
  ["--trove 80.5", '--trove takes a port from 1 to 65535, or 0 for any free port, not "80.5"'],
  ["--keystone 5000 --trove 5000", "--keystone and --trove need different ports, both are 5000"],
  ["--rate 0", '--rate takes a whole number, 1 or more, not "0"'],
  ["--max-instances 1.5", '--max-instances takes a whole number, not "1.5"'],
  ["--databases disk", '--databases takes real, memory, auto, not "disk"'],
  [
    "--network 127.0.0.1",
    /^--network takes three numbers of a loopback network, such as 127\.0\.0, not "127\.0\.0\.1"$/,
  ],
  ["--network 10.0.0", /^--network takes three numbers of a loopback network, such as 127\.0\.0, not "10\.0\.0"$/],
  [
    "--network 127.256.0",
    /^--network takes three numbers of a loopback network, such as 127\.0\.0, not "127\.256\.0"$/,
  ],
  ["--default-locality near", /^--default-locality takes affinity, .*, not "near"$/],
];

for (const [flags, message] of refusals) {
  test(`refuses ${flags} in one line`, () => {
    const parse = () => parseCommandLine(flags.split(" "));
    assert.throws(parse, { name: "TypeError", message });
  });
}

test("port 0 is any free port", () => {
  assert.deepEqual(parseCommandLine("--keystone 0 --trove 0".split(" ")), { options: { keystone: 0, trove: 0 } });
});
