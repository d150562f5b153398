/**
 * A `RangeError` of this package: a call that cannot be made as it is given. Its text is ours, so it may be shown where
 * that of a `RangeError` of Node may not.
 *
 * @internal
 */
export class ArgumentError extends RangeError {}
