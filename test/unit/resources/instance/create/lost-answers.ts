/** The ways in which the answer to a request that took effect is lost. */
export const lostAnswers = [
  ["breaks", { type: "reset", when: "after" }],
  ["breaks off", { type: "truncate" }],
  ["is a 504", { type: "status", status: 504, when: "after" }],
  ["is a 500", { type: "status", status: 500, when: "after" }],
] as const;
