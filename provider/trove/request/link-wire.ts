import { z } from "zod";

/** A link of an answer. */
export const wireLink = z.object({ rel: z.string(), href: z.string() });
