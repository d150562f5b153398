import * as pulumi from "@pulumi/pulumi";

/** What Pulumi adds to every resource. The id of a provider is unknown until it is created, and its settings are not. */
const OF_EVERY_RESOURCE: readonly string[] = ["id", "urn"];

/**
 * The settings of an explicit provider, by the keys that it was registered with. They are unknown in a preview if an
 * argument is. The results of a lookup do not show them, so they are not secret here.
 */
export function settingsOf(provider: pulumi.ProviderResource): pulumi.Output<Record<string, unknown>> {
  const settings = Object.entries(provider).filter(
    ([key, value]) => pulumi.Output.isInstance(value) && !OF_EVERY_RESOURCE.includes(key),
  );
  return pulumi.unsecret(pulumi.output(Object.fromEntries(settings)));
}

/** The error of a lookup that cannot be unknown, although the cloud in which it would look is. */
export function unknownProvider(name: string): Error {
  return new pulumi.RunError(
    `${name}: an argument of its TroveProvider is not known in this preview. ` +
      `Use ${name}Output, whose result is not known then either.`,
  );
}
