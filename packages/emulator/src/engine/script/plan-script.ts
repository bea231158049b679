import { spacedJson } from '../../json/spaced-json.js'
import { matchesPrefix } from '../structured/match-pattern.js'
import { parsePattern } from '../structured/parse-pattern.js'
import { sampleJson } from '../structured/sample-json.js'
import type { SampleWords } from '../structured/sample-json.js'
import { samplePattern } from '../structured/sample-pattern.js'
import { splitLazily } from '../tokenizer/split-lazily.js'
import { splitText } from '../tokenizer/split-text.js'
import { sampleToolCall, writeToolCall } from '../tools/write-tool-call.js'
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

/** Decides what the model says, to be worded for each choice by its seed. */
export function planScript(request: ScriptRequest): (seed: number) => Script {
  const { marks } = request
  const scripted = findScriptedAnswer(request.conversation, request.instruction)
  const readable = request.words === 'readable' && !marks.present && scripted === undefined
  const constrained = constrainedParts(request, readable)
  const fixed = constrained ?? fixedParts(request, scripted, readable)
  const { startToken: startTag, endToken: endTag } = request.tags
  const begun = request.prompt.trimEnd().endsWith(startTag)
  const thought = thoughtParts(request, scripted, { begun, readable })
  const reasoning = reasoningParts({
    thought,
    startTag,
    endTag,
    begun,
    budget: request.reasoningBudget,
    budgetMessage: request.reasoningBudgetMessage,
  })
  const length = marks.length ?? DEFAULT_LENGTH
  return (seed) => ({
    parts: {
      *[Symbol.iterator]() {
        const answer = fixed ?? splitText(readableAnswer(request, seed), false)
        if (request.dialect === 'harmony') return yield* harmonyParts(answer, thought)
        yield* reasoning
        yield* answer
      },
    },
    filler: (index) => (readable ? loremWord(index + 1) : loremWord(length + 1 + index)),
    ending: constrained !== undefined ? 'end_filter' : marks.loop ? 'loop_detected' : 'stop_token',
  })
}

/** What the model thinks before it answers: what a line of the conversation or a mark says, or readable words. */
function thoughtParts(
  request: ScriptRequest,
  scripted: ScriptedAnswerParts | undefined,
  { begun, readable }: { begun: boolean; readable: boolean },
): string[] {
  if (scripted?.reasoning !== undefined) return splitText(scripted.reasoning, false)
  if (request.marks.think !== undefined) return loremThought(Math.min(request.marks.think, request.limit))
  if (!begun) return []
  return readable
    ? splitText(`I am asked: ${shorten(request.instruction)} I will answer that.`, false)
    : loremThought(DEFAULT_THOUGHT)
}

function loremThought(length: number): string[] {
  return Array.from({ length }, (_, index) => loremWord(5 + index))
}

/** The parts of an answer that has to satisfy a schema or a pattern. */
function constrainedParts(
  { schema, pattern, instruction }: ScriptRequest,
  readable: boolean,
): Iterable<string> | undefined {
  if (schema !== undefined) {
    // `true` is the grammar of any JSON object (chat_response_format_json).
    if (schema === true) return splitText(spacedJson({ lorem: 'ipsum' }), true)
    const words = readable ? readableWords(instruction) : LOREM_WORDS
    return restartable(() => splitLazily(sampleJson(schema, words), true))
  }
  if (pattern === undefined) return undefined
  // The recorded model says this to any pattern; it is kept where a match from the start is all that is asked
  // (chat_regex_pattern).
  const recorded = 'regex-constrained'
  const parsed = readable ? undefined : parsePattern(pattern)
  const sample = parsed && matchesPrefix(parsed, recorded) ? recorded : samplePattern(pattern)
  return sample === undefined ? undefined : splitText(sample, true)
}

/** The parts of an answer that is the same whatever the seed, or `undefined` when it is one in readable words. */
function fixedParts(
  request: ScriptRequest,
  scripted: ScriptedAnswerParts | undefined,
  readable: boolean,
): Iterable<string> | undefined {
  const { marks, tools, limit } = request
  if (scripted) {
    const calls = (scripted.toolCalls ?? []).map((call) => writeToolCall(call.name, call.arguments))
    return splitText([scripted.content ?? '', ...calls].filter(Boolean).join('\n'), true)
  }
  const { say } = marks
  if (say !== undefined) return restartable(() => splitLazily([say], true))
  if (marks.malformedTool) return splitText('Calling.<tool_call>\n<function=broken\ngarbage</tool_call>', true)
  const shown = tools.length > 0 && request.prompt.includes(tools[0]?.name ?? '')
  if (shown && !marks.noTool && !request.afterTool) {
    const words = readable ? readableWords(request.instruction) : LOREM_WORDS
    return restartable(() => splitLazily(sampleCalls(request, words), true))
  }
  if (readable) return undefined
  return Array.from({ length: Math.min(marks.length ?? DEFAULT_LENGTH, limit) }, (_, index) => loremWord(index))
}

function* sampleCalls({ marks, tools }: ScriptRequest, words: SampleWords): Generator<string> {
  let before = ''
  if (marks.textBeforeTool) {
    yield 'Calling.'
    before = '\n'
  }
  for (let index = 0; index < (marks.toolCalls ?? 1); index += 1) {
    const tool = tools[index % tools.length]
    if (!tool) continue
    yield before
    yield* sampleToolCall(tool, words)
    before = '\n'
  }
}

/** What can be walked through again for each choice, and is made anew each time. */
function restartable(make: () => Iterator<string>): Iterable<string> {
  return { [Symbol.iterator]: make }
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > 120 ? `${line.slice(0, 117)}...` : line
}
