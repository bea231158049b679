import type { TabbyClient } from '@tabby/core'
import { useEffect, useState } from 'preact/hooks'
import type { Turn } from '../conversation/conversation.js'
import { toMessages } from '../conversation/to-messages.js'

/** Pause in typing after which the server is asked, in milliseconds. */
const pause = 400

/** What is counted. */
export interface CountedDraft {
  system: string
  turns: readonly Turn[]
  text: string
  /** While a reply is being written, nothing is requested: the server has better things to do. */
  isPaused: boolean
}

/** Tokens of the conversation and the draft; undefined while unknown. Only the last call counts. */
export function useTokenCount(
  client: TabbyClient,
  { system, turns, text, isPaused }: CountedDraft,
): number | undefined {
  const [count, setCount] = useState<number | undefined>(undefined)
  useEffect(() => {
    if (isPaused) return
    // Images are left out: the server would have to process them all to count them.
    const spoken = turns.map((turn) => (turn.role === 'user' ? { ...turn, images: [] } : turn))
    const messages = toMessages(system, spoken)
    if (text.trim()) messages.push({ role: 'user', content: text })
    if (messages.length === 0) {
      setCount(undefined)
      return
    }
    const controller = new AbortController()
    const timer = setTimeout(() => {
      const counted = import('@tabby/tokens').then(({ countTokens }) =>
        countTokens(client, { text: messages }, { signal: controller.signal }),
      )
      counted.then(
        (found) => (controller.signal.aborted ? undefined : setCount(found)),
        () => {
          // No model, no template or no server: the reply itself will say what is wrong.
          if (!controller.signal.aborted) setCount(undefined)
        },
      )
    }, pause)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [client, system, turns, text, isPaused])
  return count
}
