import { badRequest } from "./api-fault.ts";
import { InvalidName } from "./mysql/names.ts";
import { formatted } from "./python-text.ts";

/** Turns an `InvalidName` into a 400 whose message starts with the operation. */
export function refusingNames<T>(doing: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof InvalidName ? badRequest(formatted(`${doing}: ${error.message}`)) : error;
  }
}

/**
 * Turns an `InvalidName` of a new database into a 400. Trove doubles the percent signs of its message, so that only one
 * before a digit is lost (`trove/extensions/mysql/common.py`, `populate_validated_databases`).
 */
export function refusingDatabases<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof InvalidName ? badRequest(formatted(error.message.replaceAll("%", "%%"))) : error;
  }
}
