import assert from "node:assert/strict";
import { test } from "node:test";
import { type AccessKind, AccessRule } from "../../../../simulator/guest/machine/access-rule.ts";

const rules: readonly {
  readonly cidrs: readonly string[] | undefined;
  readonly kind: AccessKind;
  readonly admits: readonly string[];
  readonly refuses: readonly string[];
}[] = [
  { cidrs: undefined, kind: "everybody", admits: ["127.0.0.1", "10.0.0.1", "::1"], refuses: [] },
  { cidrs: [], kind: "nobody", admits: [], refuses: ["127.0.0.1", "10.0.0.1", "::1"] },
  { cidrs: ["127.0.0.0/8"], kind: "ranges", admits: ["127.0.0.1", "127.255.0.9"], refuses: ["10.0.0.1", "::1"] },
  { cidrs: ["127.0.0.9/32"], kind: "ranges", admits: ["127.0.0.9"], refuses: ["127.0.0.1", "127.0.0.10"] },
  { cidrs: ["127.0.0.9"], kind: "ranges", admits: ["127.0.0.9"], refuses: ["127.0.0.1"] },
  { cidrs: ["0.0.0.0/0"], kind: "ranges", admits: ["127.0.0.1", "10.0.0.1"], refuses: ["::1"] },
  { cidrs: ["126.0.0.0/7"], kind: "ranges", admits: ["127.0.0.1", "126.1.2.3"], refuses: ["128.0.0.1"] },
  { cidrs: ["::1/128"], kind: "ranges", admits: ["::1"], refuses: ["127.0.0.1", "::2"] },
  { cidrs: ["::/0"], kind: "ranges", admits: ["::1", "2001:db8::1"], refuses: ["127.0.0.1"] },
  { cidrs: ["10.0.0.0/8", "127.0.0.9/32"], kind: "ranges", admits: ["10.1.1.1", "127.0.0.9"], refuses: ["127.0.0.1"] },
  {
    cidrs: ["10.0.0.0/8", "2001:db8::/32"],
    kind: "ranges-and-loopback",
    admits: ["10.1.1.1", "2001:db8::7", "127.0.0.1", "127.9.9.9", "::1"],
    refuses: ["11.0.0.1", "2001:db9::1"],
  },
  {
    cidrs: ["300.0.0.0/8", "10.0.0.0/33", "10.0.0.0/", "x"],
    kind: "ranges-and-loopback",
    admits: ["127.0.0.1"],
    refuses: ["10.0.0.1"],
  },
];

for (const { cidrs, kind, admits, refuses } of rules) {
  test(`${JSON.stringify(cidrs) ?? "no list"}: ${kind}`, () => {
    const rule = new AccessRule(cidrs);
    assert.equal(rule.kind, kind);
    assert.deepEqual(
      admits.filter((address) => !rule.admits(address)),
      [],
    );
    assert.deepEqual(
      refuses.filter((address) => rule.admits(address)),
      [],
    );
  });
}
