const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/**
 * Counts the characters of a text, of the texts of parts, or of several prompts. Images and other parts do not count.
 */
function countCharacters(content: unknown): number {
  if (typeof content === 'string') return content.length
  if (Array.isArray(content)) return content.reduce<number>((sum, part) => sum + countCharacters(part), 0)
  if (!isRecord(content)) return 0
  const called = isRecord(content['function']) ? content['function']['arguments'] : undefined
  return [content['content'], content['text'], content['tool_calls'], called].reduce<number>(
    (sum, part) => sum + countCharacters(part),
    0,
  )
}

const toCount = (value: unknown) => (typeof value === 'number' && value > 0 && value < Infinity ? value : 0)

/**
 * Estimates how many tokens a generation takes at most: those that it may write, and a third of the characters of its
 * prompt. Without `max_tokens` only the prompt counts, because the rest is unknown.
 */
export function countRequestTokens(body: unknown): number {
  if (!isRecord(body)) return 0
  try {
    return countBodyTokens(body)
  } catch {
    // It holds itself, or a BigInt: core refuses it when it is sent.
    return 0
  }
}

function countBodyTokens(body: Readonly<Record<string, unknown>>): number {
  const { messages, prompt, tools, max_tokens: most, max_completion_tokens: mostOfOpenAi, n } = body
  const characters = countCharacters(messages) + countCharacters(prompt) + (tools ? JSON.stringify(tools).length : 0)
  return toCount(most ?? mostOfOpenAi) * (toCount(n) || 1) + Math.ceil(characters / 3)
}
