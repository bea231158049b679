import { spacedJson } from '../../json/spaced-json.js'
import { samplePattern } from '../structured/sample-pattern.js'
import { sampleValue } from '../structured/sample-value.js'
import type { SampleWords } from '../structured/sample-value.js'
import { splitText } from '../tokenizer/split-text.js'
import { writeToolCall } from '../tools/write-tool-call.js'
import { findScriptedAnswer } from './find-scripted-answer.js'
import { harmonyParts } from './harmony-parts.js'
import { loremWord } from './lorem-words.js'
import { readableAnswer } from './readable-answer.js'
import { readableWords } from './readable-words.js'
import { reasoningParts } from './reasoning-parts.js'
import type { Script } from './script.js'
import type { ScriptRequest } from './script-request.js'
import type { ScriptedAnswerParts } from './scripted-answer.js'

const DEFAULT_LENGTH = 12
const DEFAULT_THOUGHT = 6
const LOREM_WORDS: SampleWords = { text: () => 'lorem', integer: 42, decimal: 1.5 }

/** Decides what the model says. */
export function planScript(request: ScriptRequest): Script {
  const { marks } = request
  const scripted = findScriptedAnswer(request.conversation, request.instruction)
  const readable = request.words === 'readable' && !marks.present && scripted === undefined
  const constrained = constrainedText(request, readable)
  const answer = constrained === undefined ? answerParts(request, scripted, readable) : splitText(constrained, true)
  const { startToken: startTag, endToken: endTag } = request.tags
  const begun = request.prompt.trimEnd().endsWith(startTag)
  const thought = thoughtParts(request, scripted, { begun, readable })
  const parts =
    request.dialect === 'harmony'
      ? harmonyParts(answer, thought)
      : [
          ...reasoningParts({
            thought,
            startTag,
            endTag,
            begun,
            budget: request.reasoningBudget,
            budgetMessage: request.reasoningBudgetMessage,
          }),
          ...answer,
        ]
  const length = marks.length ?? DEFAULT_LENGTH
  return {
    parts,
    filler: (index) => (readable ? loremWord(index + 1) : loremWord(length + 1 + index)),
    ending: constrained !== undefined ? 'end_filter' : marks.loop ? 'loop_detected' : 'stop_token',
  }
}

/** What the model thinks before it answers: what a line of the conversation or a mark says, or readable words. */
function thoughtParts(
  request: ScriptRequest,
  scripted: ScriptedAnswerParts | undefined,
  { begun, readable }: { begun: boolean; readable: boolean },
): string[] {
  if (scripted?.reasoning !== undefined) return splitText(scripted.reasoning, false)
  if (request.marks.think !== undefined) return loremThought(request.marks.think)
  if (!begun) return []
  return readable
    ? splitText(`I am asked: ${shorten(request.instruction)} I will answer that.`, false)
    : loremThought(DEFAULT_THOUGHT)
}

function loremThought(length: number): string[] {
  return Array.from({ length }, (_, index) => loremWord(5 + index))
}

/** The text of an answer that has to satisfy a schema or a pattern. */
function constrainedText(request: ScriptRequest, readable: boolean): string | undefined {
  if (request.schema !== undefined) {
    // `true` is the grammar of any JSON object (chat_response_format_json).
    if (request.schema === true) return spacedJson({ lorem: 'ipsum' })
    return spacedJson(sampleValue(request.schema, readable ? readableWords(request.instruction) : LOREM_WORDS))
  }
  if (request.pattern === undefined) return undefined
  // The recorded model says this to any pattern; it is kept where a match from the start is all that is asked
  // (chat_regex_pattern).
  const recorded = 'regex-constrained'
  if (!readable && new RegExp(`^(?:${request.pattern})`).exec(recorded)?.[0]) return recorded
  return samplePattern(request.pattern)
}

function answerParts(request: ScriptRequest, scripted: ScriptedAnswerParts | undefined, readable: boolean): string[] {
  const { marks, tools } = request
  if (scripted) {
    const calls = (scripted.toolCalls ?? []).map((call) => writeToolCall(call.name, call.arguments))
    return splitText([scripted.content ?? '', ...calls].filter(Boolean).join('\n'), true)
  }
  if (marks.say !== undefined) return splitText(marks.say, true)
  if (marks.malformedTool) return splitText('Calling.<tool_call>\n<function=broken\ngarbage</tool_call>', true)
  const shown = tools.length > 0 && request.prompt.includes(tools[0]?.name ?? '')
  if (shown && !marks.noTool && !request.afterTool) {
    const words = readable ? readableWords(request.instruction) : LOREM_WORDS
    const calls = Array.from({ length: marks.toolCalls ?? 1 }, (_, index) => {
      const tool = tools[index % tools.length]
      return tool ? writeToolCall(tool.name, sampleValue(tool.parameters, words) as Record<string, unknown>) : ''
    })
    return splitText([...(marks.textBeforeTool ? ['Calling.'] : []), ...calls].join('\n'), true)
  }
  if (readable) return splitText(readableAnswer(request), false)
  return Array.from({ length: marks.length ?? DEFAULT_LENGTH }, (_, index) => loremWord(index))
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > 120 ? `${line.slice(0, 117)}...` : line
}
