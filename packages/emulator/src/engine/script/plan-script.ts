import { spacedJson } from '../../json/write-json.js'
import type { SampleWords } from '../structured/sample-json.js'
import { splitLazily, splitText } from '../tokenizer/split-text.js'
import { writeToolCall } from '../tools/tool-calls.js'
import { readableAnswer } from './readable-answer.js'
import { harmonyParts, reasoningParts } from './script-parts.js'
import type { Script, ScriptRequest } from './script.js'
import type { ScriptedAnswerParts } from './scripted-answer.js'
import { loremWord, readableWords } from './words.js'

const defaultLength = 12
const defaultThought = 6
const loremWords: SampleWords = { text: () => 'lorem', integer: 42, decimal: 1.5 }

/** Decides what the model says, to be worded for each choice by its seed. */
export function planScript(request: ScriptRequest): (seed: number) => Script {
  const { directives, scripted } = request
  const readable = request.words === 'readable' && !directives.present && scripted === undefined
  const constrained = constrainedParts(request, readable)
  const fixed = constrained ?? fixedParts(request, scripted, readable)
  const { startToken, endToken } = request.tags
  const begun = request.prompt.trimEnd().endsWith(startToken)
  const thought = thoughtParts(request, scripted, { begun, readable })
  const reasoning = reasoningParts({
    thought,
    startToken,
    endToken,
    begun,
    budget: request.reasoningBudget,
    budgetMessage: request.reasoningBudgetMessage,
  })
  const length = directives.length ?? defaultLength
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
    ending: constrained !== undefined ? 'end_filter' : directives.loop ? 'loop_detected' : 'stop_token',
  })
}

/** What the model thinks before it answers: what a line of the conversation or a directive says, or readable words. */
function thoughtParts(
  request: ScriptRequest,
  scripted: ScriptedAnswerParts | undefined,
  { begun, readable }: { begun: boolean; readable: boolean },
): string[] {
  if (scripted?.reasoning !== undefined) return splitText(scripted.reasoning, false)
  if (request.directives.think !== undefined) return loremThought(Math.min(request.directives.think, request.limit))
  if (!begun) return []
  return readable
    ? splitText(`I am asked: ${shorten(request.instruction)} I will answer that.`, false)
    : loremThought(defaultThought)
}

function loremThought(length: number): string[] {
  return Array.from({ length }, (_, index) => loremWord(5 + index))
}

/** The parts of an answer that has to satisfy a schema or a pattern. */
function constrainedParts(
  { schema, pattern, instruction, sampler }: ScriptRequest,
  readable: boolean,
): Iterable<string> | undefined {
  if (!sampler) return undefined
  if (schema !== undefined) {
    // `true` is the grammar of any JSON object (chat_response_format_json).
    if (schema === true) return splitText(spacedJson({ lorem: 'ipsum' }), true)
    const words = readable ? readableWords(instruction) : loremWords
    return restartable(() => splitLazily(sampler.sampleJson(schema, words), true))
  }
  if (pattern === undefined) return undefined
  // The recorded model says this to any pattern; it is kept where a match from the start is all that is asked
  // (chat_regex_pattern).
  const recorded = 'regex-constrained'
  const sample = !readable && sampler.beginsAs(pattern, recorded) ? recorded : sampler.samplePattern(pattern)
  return sample === undefined ? undefined : splitText(sample, true)
}

/** The parts of an answer that is the same whatever the seed, or `undefined` when it is one in readable words. */
function fixedParts(
  request: ScriptRequest,
  scripted: ScriptedAnswerParts | undefined,
  readable: boolean,
): Iterable<string> | undefined {
  const { directives, tools, limit } = request
  if (scripted) {
    const calls = (scripted.toolCalls ?? []).map((call) => writeToolCall(call.name, call.arguments))
    return splitText([scripted.content ?? '', ...calls].filter(Boolean).join('\n'), true)
  }
  const { say } = directives
  if (say !== undefined) return restartable(() => splitLazily([say], true))
  if (directives.malformedTool) return splitText('Calling.<tool_call>\n<function=broken\ngarbage</tool_call>', true)
  const shown = tools.length > 0 && request.prompt.includes(tools[0]?.name ?? '')
  if (shown && !directives.noTool && !request.afterTool) {
    const words = readable ? readableWords(request.instruction) : loremWords
    return restartable(() => splitLazily(sampleCalls(request, words), true))
  }
  if (readable) return undefined
  return Array.from({ length: Math.min(directives.length ?? defaultLength, limit) }, (_, index) => loremWord(index))
}

function* sampleCalls({ directives, tools, sampler }: ScriptRequest, words: SampleWords): Generator<string> {
  let before = ''
  if (directives.textBeforeTool) {
    yield 'Calling.'
    before = '\n'
  }
  for (let index = 0; index < (directives.toolCalls ?? 1); index += 1) {
    const tool = tools[index % tools.length]
    if (!tool || !sampler) continue
    yield before
    yield* sampler.sampleToolCall(tool, words)
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
