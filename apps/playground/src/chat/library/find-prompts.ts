import type { SavedPrompt } from './saved-prompt.js'

/** The prompts that a message of the form `/name` may mean: those whose name begins so, then those that contain it. */
export function findPrompts(prompts: readonly SavedPrompt[], message: string): SavedPrompt[] {
  const typed = /^\/(\S*)$/.exec(message)?.[1]?.toLowerCase()
  if (typed === undefined) return []
  const placeOf = ({ name }: SavedPrompt) => name.toLowerCase().indexOf(typed)
  const found = prompts.filter((each) => placeOf(each) >= 0)
  return [...found.filter((each) => placeOf(each) === 0), ...found.filter((each) => placeOf(each) > 0)].slice(0, 8)
}
