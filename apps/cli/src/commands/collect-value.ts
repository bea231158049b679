/** Lets a flag be given several times. One with several values at once would take the words of the prompt for them. */
export function collectValue(value: string, before: readonly string[] = []): string[] {
  return [...before, value]
}
