/** Seconds until the task manager takes up what the API has answered. */
export const PICKUP = 0.1;
