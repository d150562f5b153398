/** The part of JSON Schema draft 4 that Trove's schemas use. Errors come in the order of the keys. */
export interface Schema {
  readonly type?: "string" | "integer" | "number" | "boolean" | "null" | "object" | "array";
  readonly required?: readonly string[];
  readonly minProperties?: number;
  readonly additionalProperties?: false;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly maxItems?: number;
  readonly uniqueItems?: true;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly oneOf?: readonly Schema[];
}
