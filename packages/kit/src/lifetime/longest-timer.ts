/** The longest time that a timer of the runtime can wait, 24 days in milliseconds: a longer one fires at once. */
export const longestTimer = 2_147_483_647
