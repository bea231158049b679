import type { ScriptedAnswer, ScriptedAnswerParts } from './scripted-answer.js'

/** The first line of a scripted conversation that fits what was said. */
export function findScriptedAnswer(
  conversation: readonly ScriptedAnswer[],
  instruction: string,
): ScriptedAnswerParts | undefined {
  const found = conversation.find(({ when }) => matches(when, instruction))
  if (!found) return undefined
  return typeof found.answer === 'string' ? { content: found.answer } : found.answer
}

function matches(when: string, instruction: string): boolean {
  const pattern = /^\/(.+)\/([a-z]*)$/s.exec(when)
  if (!pattern) return instruction.toLowerCase().includes(when.toLowerCase())
  return new RegExp(pattern[1] ?? '', (pattern[2] ?? '').replace('g', '')).test(instruction)
}
