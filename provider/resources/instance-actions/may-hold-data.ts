/** What to do with an instance in ERROR that was in service once. */
export const MAY_HOLD_DATA =
  "It was in service and may hold data, so it is never replaced for this: have it repaired (the operator can reset its " +
  "status), then run `pulumi up` again.";
