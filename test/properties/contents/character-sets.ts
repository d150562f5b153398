import fc from "fast-check";
import { COLLATIONS } from "../../../provider/resources/guest/rules/character-sets.ts";

export interface CharacterSet {
  readonly characterSet?: string;
  readonly collate?: string;
}

/** The collation that a database of MariaDB then has: Trove's defaults, and the names that MariaDB reports. */
export function collationOf({ characterSet = "utf8", collate }: CharacterSet): string {
  const [first = ""] = COLLATIONS.get(characterSet) ?? [];
  return (collate ?? first).replace(/^utf8_/, "utf8mb3_");
}

const declare = (characterSet: string | undefined, collate: string | undefined): CharacterSet => ({
  ...(characterSet !== undefined && { characterSet }),
  ...(collate !== undefined && { collate }),
});

/** Every character set and collation of Trove's list for MySQL, alone and together, some that are none, and none. */
const OF_MYSQL: readonly CharacterSet[] = [
  {},
  ...[...COLLATIONS].flatMap(([set, collations]) => [
    declare(set, undefined),
    ...collations.flatMap((collate) => [declare(undefined, collate), declare(set, collate)]),
  ]),
  ...["UTF8", "utf-8", "utf9", "utf8mb4'", "default"].map((set) => declare(set, undefined)),
  ...["utf8mb4_0900_ai_ci", "utf8mb3_bin", "uca1400_ai_ci", "Greek_Bin", "default"].flatMap((collate) => [
    declare(undefined, collate),
    declare("utf8mb4", collate),
  ]),
];

const OF_POSTGRESQL: readonly CharacterSet[] = [
  {},
  ...["utf8", "UTF8", "utf-8", "Unicode", "latin1", "SQL_ASCII", "euc_jp", "utf8mb4", "utf8'", "big5"].map((set) =>
    declare(set, undefined),
  ),
  ...["en_US.utf8", "C", "POSIX", "de_DE.UTF-8", "en_US.utf8'", "nope"].flatMap((collate) => [
    declare(undefined, collate),
    declare("utf8", collate),
  ]),
];

export function characterSetsOf(type: string): fc.Arbitrary<CharacterSet> {
  const all = type === "postgresql" ? OF_POSTGRESQL : OF_MYSQL;
  return fc.oneof({ weight: 1, arbitrary: fc.constant({}) }, { weight: 3, arbitrary: fc.constantFrom(...all) });
}
