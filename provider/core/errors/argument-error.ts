/** A call that cannot be made as it is given, such as a time-out that is negative. Nothing was sent. */
export class ArgumentError extends RangeError {}
