const UNICODE =
  "general_ci bin unicode_ci icelandic_ci latvian_ci romanian_ci slovenian_ci polish_ci estonian_ci spanish_ci " +
  "swedish_ci turkish_ci czech_ci danish_ci lithuanian_ci slovak_ci spanish2_ci roman_ci persian_ci esperanto_ci " +
  "hungarian_ci sinhala_ci german2_ci croatian_ci unicode_520_ci vietnamese_ci";

/**
 * The character sets that Trove accepts for MySQL and MariaDB, each with the endings of its collations. The lists of
 * Trove 18 and 26 combined, which differ only in `utf8mb3` (`trove/common/db/mysql/data.py`).
 */
const ENDINGS = {
  armscii8: "general_ci bin",
  ascii: "general_ci bin",
  big5: "chinese_ci bin",
  cp1250: "general_ci czech_cs croatian_ci bin polish_ci",
  cp1251: "general_ci bulgarian_ci ukrainian_ci bin general_cs",
  cp1256: "general_ci bin",
  cp1257: "general_ci lithuanian_ci bin",
  cp850: "general_ci bin",
  cp852: "general_ci bin",
  cp866: "general_ci bin",
  cp932: "japanese_ci bin",
  dec8: "swedish_ci bin",
  eucjpms: "japanese_ci bin",
  euckr: "korean_ci bin",
  gb18030: "chinese_ci bin unicode_520_ci",
  gb2312: "chinese_ci bin",
  gbk: "chinese_ci bin",
  geostd8: "general_ci bin",
  greek: "general_ci bin",
  hebrew: "general_ci bin",
  hp8: "english_ci bin",
  keybcs2: "general_ci bin",
  koi8r: "general_ci bin",
  koi8u: "general_ci bin",
  latin1: "swedish_ci german1_ci danish_ci german2_ci bin general_ci general_cs spanish_ci",
  latin2: "general_ci czech_cs hungarian_ci croatian_ci bin",
  latin5: "turkish_ci bin",
  latin7: "general_ci estonian_cs general_cs bin",
  macce: "general_ci bin",
  macroman: "general_ci bin",
  sjis: "japanese_ci bin",
  swe7: "swedish_ci bin",
  tis620: "thai_ci bin",
  ucs2: `${UNICODE} general_mysql500_ci`,
  ujis: "japanese_ci bin",
  utf16: UNICODE,
  utf16le: "general_ci bin",
  utf32: UNICODE,
  utf8: `${UNICODE} general_mysql500_ci`,
  utf8mb3: "general_ci",
  utf8mb4: UNICODE,
};

/** The collations, by character set. */
export const COLLATIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ...Object.entries(ENDINGS).map(([set, endings]) => [set, endings.split(" ").map((end) => `${set}_${end}`)] as const),
  ["binary", ["binary"]],
]);
