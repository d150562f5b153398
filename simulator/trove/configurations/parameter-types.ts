export type ParameterType = "string" | "integer" | "float" | "boolean";

/** A row of the parameter tables. `min` and `max` are inclusive. */
export type ParameterRow = readonly [
  name: string,
  type: ParameterType,
  restartRequired: boolean,
  min?: number,
  max?: number,
];

export interface Parameter {
  readonly name: string;
  readonly type: ParameterType;
  readonly restartRequired: boolean;
  readonly min: number | undefined;
  readonly max: number | undefined;
}
