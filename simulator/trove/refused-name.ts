import { badRequest } from "./api-fault.ts";
import { InvalidName } from "./mysql/names.ts";

/** Says what a controller was about when it met a name that MySQL would not take. */
export function refusingNames<T>(doing: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof InvalidName ? badRequest(`${doing}: ${error.message}`) : error;
  }
}
