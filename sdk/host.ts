import type * as pulumi from "@pulumi/pulumi";
import type { ResourceKind } from "./resource-kind.ts";

/** What differs between the hosts of the provider when a program registers a resource. */
export interface Host {
  typeOf(kind: ResourceKind): string;
  /** The type that the resource has on the other host. As an alias it lets a stack change its host. */
  otherTypeOf(kind: ResourceKind): string;
  /** A sentence for each option of the program that this host cannot honor. */
  problemsOf(kind: ResourceKind, options: pulumi.CustomResourceOptions): readonly string[];
  /** The options of the program with those that this host needs. */
  optionsOf(options: pulumi.CustomResourceOptions): pulumi.CustomResourceOptions;
  /** What the provider needs beside the arguments. */
  hiddenInputs(kind: ResourceKind, name: string, options: pulumi.CustomResourceOptions): pulumi.Inputs;
  /** The hidden inputs that depend on the arguments and options after all transformations. */
  finalInputs(kind: ResourceKind, properties: pulumi.Inputs, options: pulumi.CustomResourceOptions): pulumi.Inputs;
}
