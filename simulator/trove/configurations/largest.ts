// MySQL's 64-bit bounds, as close as a JavaScript number can represent them.

/** 18446744073709551615 */
export const LARGEST: number = 2 ** 64;

/** 18446744073709547520: a whole number of blocks of 4096. */
export const LARGEST_OF_BLOCKS: number = 2 ** 64 - 4096;
