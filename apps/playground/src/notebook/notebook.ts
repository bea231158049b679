import { effect, signal } from '@preact/signals'
import { type CompletionChunk, streamCompletion, type StreamCompletionParams } from '@tabby/completions'
import type { TabbyClient } from '@tabby/core'
import type { TokenChance } from '../chat/conversation/conversation.js'
import { readExtraParams } from '../chat/settings/read-extra-params.js'
import { readSamplerParams } from '../chat/settings/read-sampler-params.js'
import { chatSettings } from '../chat/state/chat-settings.js'
import { checkAgain } from '../connection/check-again.js'
import { keepValue, readKeptValue } from '../ui/kept-value.js'
import { readCompletionChances } from './read-completion-chances.js'

/** What the model wrote last, and where. */
export interface Continuation {
  /** The text before it. */
  before: string
  text: string
  tokens: readonly TokenChance[]
  /** In milliseconds. */
  duration: number
}

const place = 'tabby-notebook'

/** The text, which the user and the model write in turns. It outlives a reload. */
export const text = signal(readKeptValue('sessionStorage', place) ?? '')

/** The longest continuation, as it was typed. */
export const length = signal('128')

/** What the model wrote last; undefined before, and after the text was changed in front of its end. */
export const continuation = signal<Continuation | undefined>(undefined)

/** Texts before earlier continuations, for the way back. */
export const history = signal<readonly string[]>([])

/** Stops the continuation that is being written; undefined if there is none. */
export const running = signal<AbortController | undefined>(undefined)

/** Why the last continuation failed. */
export const failure = signal<unknown>(undefined)

effect(() => keepValue('sessionStorage', place, text.value))

/** How many other tokens are shown at each position. */
const alternatives = 6

/** Lets the model continue a text. It never throws. */
export async function continueText(client: TabbyClient, before = text.peek()): Promise<void> {
  if (running.peek()) return
  const controller = new AbortController()
  const startedAt = performance.now()
  const tokens: TokenChance[] = []
  let written = ''
  let frame = 0
  running.value = controller
  failure.value = undefined
  history.value = [...history.peek(), text.peek()]
  const show = () => {
    frame = 0
    text.value = before + written
    continuation.value = { before, text: written, tokens: [...tokens], duration: performance.now() - startedAt }
  }
  const take = ({ choices: [choice] }: CompletionChunk) => {
    written += choice?.text ?? ''
    for (const token of readCompletionChances(choice?.logprobs)) tokens.push(token)
    frame ||= requestAnimationFrame(show)
  }
  try {
    const params = toCompletionParams(before)
    for await (const chunk of await streamCompletion(client, params, { signal: controller.signal })) take(chunk)
  } catch (error) {
    if (!controller.signal.aborted) {
      failure.value = error
      void checkAgain()
    }
  } finally {
    cancelAnimationFrame(frame)
    show()
    running.value = undefined
  }
}

/** Continues after a token of the last continuation, which another one may take the place of. */
export function continueFrom(client: TabbyClient, position: number, token: string): Promise<void> {
  const { before, tokens } = continuation.peek() ?? { before: text.peek(), tokens: [] }
  const kept = tokens.slice(0, position).map((each) => each.token)
  return continueText(client, before + kept.join('') + token)
}

/** Goes back to the text before the last continuation. */
export function undo(): void {
  const former = history.peek().at(-1)
  if (former === undefined || running.peek()) return
  history.value = history.peek().slice(0, -1)
  continuation.value = undefined
  text.value = former
}

/** Takes what the user has typed. */
export function changeText(typed: string): void {
  text.value = typed
  const last = continuation.peek()
  if (last && typed !== last.before + last.text) continuation.value = undefined
}

function toCompletionParams(prompt: string): StreamCompletionParams {
  const { samplers, extra } = chatSettings.peek()
  const further = readExtraParams(extra)
  const typed = Number.parseInt(length.peek(), 10)
  return {
    ...readSamplerParams(samplers),
    prompt,
    max_tokens: Number.isFinite(typed) && typed >= 0 ? typed : 128,
    logprobs: alternatives,
    ...('params' in further && further.params ? { extra: further.params } : {}),
  }
}
