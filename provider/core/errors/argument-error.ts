/** An argument of a call is invalid, such as a negative timeout. Nothing was sent. */
export class ArgumentError extends RangeError {}
