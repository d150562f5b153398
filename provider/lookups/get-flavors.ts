import { z } from "zod";
import { listFlavors } from "../resources/catalog/flavors.ts";
import { defineLookup, itemOf } from "./lookup.ts";

const flavor = itemOf("FlavorDetails", {
  id: { schema: z.string(), doc: "The id of the flavor." },
  name: { schema: z.string(), doc: "The name of the flavor: `m1.small`, …" },
  ram: { schema: z.int(), doc: "The memory in MiB." },
  vcpus: { schema: z.int().optional(), doc: "The number of virtual CPUs. Absent if the cloud does not report it." },
  disk: {
    schema: z.int().optional(),
    doc: "The size of the server's own disk in GB, which is not the volume. Absent if the cloud does not report it.",
  },
});

export const getFlavors = defineLookup({
  name: "getFlavors",
  description: "Looks up the flavors that the cloud offers: the sizes of an instance.",
  arguments: {},
  results: { flavors: { schema: z.array(flavor), doc: "The flavors, the smallest first." } },
  async run(_, context) {
    const flavors = await listFlavors(context);
    const bySize = flavors.toSorted((one, other) => one.ram - other.ram || (one.vcpus ?? 0) - (other.vcpus ?? 0));
    return { flavors: bySize.map(({ id, name, ram, vcpus, disk }) => ({ id, name, ram, vcpus, disk })) };
  },
});
