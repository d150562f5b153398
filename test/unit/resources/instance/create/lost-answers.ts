/** How the answer to a request that Trove executed can be lost. */
export const lostAnswers = [
  ["is lost", { type: "reset", when: "after" }],
  ["is cut off", { type: "truncate" }],
  ["is a 504", { type: "status", status: 504, when: "after" }],
  ["is a 500", { type: "status", status: 500, when: "after" }],
] as const;
