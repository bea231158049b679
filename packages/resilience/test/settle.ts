/** What a call came to: its value, or what it threw. */
export async function settle<T>(call: Promise<T>): Promise<{ value?: T; error?: unknown }> {
  try {
    return { value: await call }
  } catch (error) {
    return { error }
  }
}

/** Waits until a condition holds, as short as possible. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1))
}
