import type { Instance } from "../trove/instances/instance.ts";

/** What the API shows of an instance's condition. */
export interface ShownStatus {
  readonly status: string;
  /** Empty while the instance is not ACTIVE. */
  readonly operatingStatus: string;
}

/** The fields that a status is computed from. */
const CONDITION = ["task", "server", "service", "backingUp"] as const;

/**
 * Calls `changed` when another status shows. Operations assign the fields of a condition one by one, so the status is
 * read after the code that assigns them has returned: no request sees a status in between.
 *
 * The fields stay properties of the instance, which assignments, spreads and JSON treat as before. Thus no operation has
 * to report its changes, nor can one forget to.
 */
export function observeStatus(instance: Instance, changed: (from: ShownStatus, to: ShownStatus) => void): void {
  let shown = shownStatus(instance);
  let isPlanned = false;
  const compare = (): void => {
    isPlanned = false;
    const from = shown;
    shown = shownStatus(instance);
    if (from.status !== shown.status || from.operatingStatus !== shown.operatingStatus) changed(from, shown);
  };
  const plan = (): void => {
    if (!isPlanned) queueMicrotask(compare);
    isPlanned = true;
  };
  for (const field of CONDITION) observeField(instance, field, plan);
}

export function shownStatus({ status, operatingStatus }: Instance): ShownStatus {
  return { status, operatingStatus };
}

function observeField(instance: Instance, field: (typeof CONDITION)[number], assigned: () => void): void {
  let value: unknown = instance[field];
  Object.defineProperty(instance, field, {
    configurable: true,
    enumerable: true,
    get: () => value,
    set: (next: unknown) => {
      value = next;
      assigned();
    },
  });
}
