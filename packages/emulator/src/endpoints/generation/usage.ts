import type { JobEnd } from '../../engine/job/generated-token.js'
import { float } from '../../json/python-float.js'

/**
 * The `usage` of an answer. With several choices the completion tokens are summed, and the prompt counts once, even
 * for a list of different prompts (completion_prompt_list). A time that rounds to zero makes its rate a string
 * (chat_usage_instant_prefill).
 */
export function writeUsage(ends: readonly JobEnd[]): Record<string, unknown> {
  const [first] = ends
  const promptTokens = first?.promptTokens ?? 0
  const completionTokens = ends.reduce((sum, end) => sum + end.completionTokens, 0)
  const promptSeconds = first?.promptSeconds ?? 0
  const completionSeconds = Math.max(0, ...ends.map((end) => end.completionSeconds))
  const promptTime = round(promptSeconds)
  const completionTime = round(completionSeconds)
  return {
    prompt_tokens: promptTokens,
    prompt_time: float(promptTime),
    prompt_tokens_per_sec: rate(promptTokens, promptTime, promptSeconds, ends.length > 1),
    completion_tokens: completionTokens,
    completion_time: float(completionTime),
    completion_tokens_per_sec: rate(completionTokens, completionTime, completionSeconds, ends.length > 1),
    total_tokens: promptTokens + completionTokens,
    total_time: float(round(promptTime + completionTime)),
  }
}

/** One choice is rated by its exact time; several by the rounded one, and not rounded again (chat_n2_usage). */
function rate(tokens: number, rounded: number, exact: number, several: boolean): unknown {
  if (rounded === 0) return 'Indeterminate'
  return float(several ? tokens / rounded : round(tokens / exact))
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
