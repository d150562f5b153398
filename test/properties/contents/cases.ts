import assert from "node:assert/strict";
import fc from "fast-check";
import type { DeclaredContents } from "../../../provider/resources/guest/declared.ts";
import { type CharacterSet, characterSetsOf } from "./character-sets.ts";
import { type Datastore, preview } from "./preview.ts";
import { databaseNames, hosts, names, passwordsOf } from "./texts.ts";

/** What a program declares of an instance, one version after another. */
export interface Declared {
  readonly database: string;
  readonly characterSet: CharacterSet;
  /** A database that the user is not granted. */
  readonly other: string;
  readonly name: string;
  readonly host: string;
  readonly password: string;
  readonly isGranted: boolean;
  readonly newName: string;
  readonly newHost: string;
  readonly newPassword: string;
}

export function declarations(type: string): fc.Arbitrary<Declared> {
  return fc
    .record({
      database: databaseNames,
      characterSet: characterSetsOf(type),
      isOtherAlike: fc.boolean(),
      name: names,
      host: hosts,
      password: passwordsOf(type),
      newName: names,
      newHost: hosts,
      newPassword: passwordsOf(type),
    })
    .map(({ isOtherAlike, ...declared }) => ({
      ...declared,
      // `_` stands for any character in a grant of MySQL.
      other: isOtherAlike ? declared.database.replace("_", "x") : "another",
      isGranted: true,
    }));
}

const PARTS = ["database", "characterSet", "name", "host", "password", "newName", "newHost", "newPassword"] as const;

/** Replaces each value that the preview refuses or warns of by a plain one. */
export async function settle(datastore: Datastore, generated: Declared): Promise<Declared> {
  // Both servers have this encoding, and every release of Trove lists a database that has it.
  const characterSet = { characterSet: datastore.type === "postgresql" ? "utf8" : "utf8mb4" };
  let declared: Declared = { ...PLAIN, characterSet };
  assert.ok(await passes(datastore, { ...declared, isGranted: true }), "a preview accepts plain values");
  const candidates: Partial<Declared>[] = [
    ...PARTS.map((part) => ({ [part]: generated[part] })),
    { isGranted: true },
    ...(generated.other === generated.database ? [] : [{ other: generated.other }]),
  ];
  for (const candidate of candidates) {
    const wanted = { ...declared, ...candidate };
    if (await passes(datastore, wanted)) declared = wanted;
  }
  return declared;
}

const PLAIN: Declared = {
  database: "shop",
  characterSet: {},
  other: "another",
  name: "app",
  host: "%",
  password: "secret1",
  isGranted: false,
  newName: "renamed",
  newHost: "%",
  newPassword: "secret2",
};

async function passes(datastore: Datastore, declared: Declared): Promise<boolean> {
  const { name, host, password, newName, newHost, newPassword } = declared;
  const first = contents(declared, `${name}@${host}`, password);
  const changed = contents(declared, `${name}@${host}`, newPassword);
  const renamed = contents(declared, `${newName}@${newHost}`, newPassword);
  const texts = [
    await preview(datastore, first),
    await preview(datastore, changed, first),
    await preview(datastore, renamed, changed),
    // What only a new instance is warned of.
    await preview(datastore, renamed),
  ];
  return texts.every(({ length }) => length === 0);
}

function contents({ database, characterSet, other, isGranted }: Declared, key: string, password: string) {
  // The other one has the same character set, since a warning of another would concern only that one.
  const databases = { [database]: { ...characterSet }, [other]: { ...characterSet } };
  return {
    databases,
    users: { [key]: { password, databases: isGranted ? [database] : [] } },
  } satisfies DeclaredContents;
}
