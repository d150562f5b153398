/**
 * Environment variables for processes whose memory is compared. The V8 of Node 24 grows the young generation up to
 * 128 MiB if enough objects survive its collections, and never shrinks it; with 2 GiB of memory or less it does not.
 * Limited to 32 MiB in both processes, the default of Node 22, their sizes show the memory that they use.
 */
export const smallYoungGeneration = { NODE_OPTIONS: "--max-semi-space-size=16" };
