import type { DatabaseRecord } from "../instances/contents.ts";
import type { Behavior } from "../release.ts";
import { InvalidName } from "./names.ts";

const UNICODE =
  "general_ci bin unicode_ci icelandic_ci latvian_ci romanian_ci slovenian_ci polish_ci estonian_ci spanish_ci " +
  "swedish_ci turkish_ci czech_ci danish_ci lithuanian_ci slovak_ci spanish2_ci roman_ci persian_ci esperanto_ci " +
  "hungarian_ci sinhala_ci german2_ci croatian_ci unicode_520_ci vietnamese_ci";

/** Each character set that Trove knows, with the suffixes of its collations (`trove/common/db/mysql/data.py`). */
const ENDINGS: Readonly<Record<string, string>> = {
  big5: "chinese_ci bin",
  dec8: "swedish_ci bin",
  cp850: "general_ci bin",
  hp8: "english_ci bin",
  koi8r: "general_ci bin",
  latin1: "swedish_ci german1_ci danish_ci german2_ci bin general_ci general_cs spanish_ci",
  latin2: "general_ci czech_cs hungarian_ci croatian_ci bin",
  swe7: "swedish_ci bin",
  ascii: "general_ci bin",
  ujis: "japanese_ci bin",
  sjis: "japanese_ci bin",
  hebrew: "general_ci bin",
  tis620: "thai_ci bin",
  euckr: "korean_ci bin",
  koi8u: "general_ci bin",
  gb2312: "chinese_ci bin",
  greek: "general_ci bin",
  cp1250: "general_ci czech_cs croatian_ci bin polish_ci",
  gbk: "chinese_ci bin",
  latin5: "turkish_ci bin",
  armscii8: "general_ci bin",
  utf8: `${UNICODE} general_mysql500_ci`,
  utf8mb4: UNICODE,
  ucs2: `${UNICODE} general_mysql500_ci`,
  cp866: "general_ci bin",
  keybcs2: "general_ci bin",
  macce: "general_ci bin",
  macroman: "general_ci bin",
  cp852: "general_ci bin",
  latin7: "general_ci estonian_cs general_cs bin",
  cp1251: "general_ci bulgarian_ci ukrainian_ci bin general_cs",
  utf16: UNICODE,
  utf16le: "general_ci bin",
  cp1256: "general_ci bin",
  cp1257: "general_ci lithuanian_ci bin",
  utf32: UNICODE,
  geostd8: "general_ci bin",
  cp932: "japanese_ci bin",
  eucjpms: "japanese_ci bin",
  gb18030: "chinese_ci bin unicode_520_ci",
};

const UTF8MB3 = "utf8mb3_general_ci";

type CharacterSet = Pick<DatabaseRecord, "characterSet" | "collate">;

/** Adds the character set that the collation implies; throws if the two do not match (`MySQLSchema`). */
export function checkCharacterSet(
  { characterSet, collate }: CharacterSet,
  { knowsUtf8mb3 }: Pick<Behavior, "knowsUtf8mb3">,
): CharacterSet {
  if (knowsUtf8mb3 && characterSet === "utf8mb3" && (collate ?? UTF8MB3) === UTF8MB3) return { characterSet, collate };
  if (knowsUtf8mb3 && characterSet === undefined && collate === UTF8MB3) return { characterSet: "utf8mb3", collate };
  const collations = characterSet === undefined ? undefined : collationsOf(characterSet);
  if (characterSet !== undefined && !collations) throw new InvalidName(`'${characterSet}' not a valid character set.`);
  if (collate === undefined) return { characterSet, collate };
  if (collations && !collations.includes(collate)) {
    throw new InvalidName(`${collate} not a valid collation for charset ${characterSet}.`);
  }
  const implied = characterSet ?? characterSetOf(collate);
  if (implied === undefined) throw new InvalidName(`'${collate}' not a valid collation.`);
  return { characterSet: implied, collate };
}

/** What Trove sends to the server: a database has Trove's own defaults, not the server's (`MySQLSchema`). */
export function withDefaults(
  given: CharacterSet,
  behavior: Pick<Behavior, "knowsUtf8mb3">,
): Record<keyof CharacterSet, string> {
  const { characterSet = behavior.knowsUtf8mb3 ? "utf8mb3" : "utf8", collate } = checkCharacterSet(given, behavior);
  const [first = UTF8MB3] = collationsOf(characterSet) ?? [];
  return { characterSet, collate: collate ?? first };
}

/** The collations of a character set; `undefined` if Trove does not know it. */
function collationsOf(characterSet: string): readonly string[] | undefined {
  if (characterSet === "binary") return ["binary"];
  if (!Object.hasOwn(ENDINGS, characterSet)) return undefined;
  return ENDINGS[characterSet]?.split(" ").map((ending) => `${characterSet}_${ending}`);
}

/** The character set of a collation; `undefined` if Trove does not know it. */
function characterSetOf(collation: string): string | undefined {
  if (collation === "binary") return "binary";
  // A collation that Trove knows but does not list under utf8mb4.
  if (collation === "utf8mb4_0900_ai_ci") return "utf8mb4";
  const characterSet = collation.slice(0, collation.indexOf("_"));
  return collationsOf(characterSet)?.includes(collation) ? characterSet : undefined;
}
