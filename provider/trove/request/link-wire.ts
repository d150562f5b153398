import { z } from "zod";

/** A link in a response. */
export const wireLink = z.object({ rel: z.string(), href: z.string() });
