/** Seconds from the API's response until the task manager starts the operation. */
export const PICKUP = 0.1;
