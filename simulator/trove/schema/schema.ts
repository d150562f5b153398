/** The part of JSON Schema, draft 4, that Trove's schemas use. The order of the keys is the order of the errors. */
export interface Schema {
  readonly type?: "string" | "integer" | "boolean" | "null" | "object" | "array";
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
