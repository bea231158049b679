import type { TabbyClient } from '@tabby/core'
import type { Turn } from '../conversation/conversation.js'
import { current } from '../state/conversations.js'
import { liveId } from '../state/generation.js'
import { useTokenCount } from './use-token-count.js'

/** Props of the token meter. */
export interface TokenMeterProps {
  client: TabbyClient
  turns: readonly Turn[]
  text: string
  /** Longest context of the model, in tokens. */
  length: number | undefined
}

/** How much of the context the conversation and the draft take. */
export function TokenMeter({ client, turns, text, length }: TokenMeterProps) {
  const count = useTokenCount(client, {
    system: current.value.system,
    turns,
    text,
    isPaused: liveId.value !== undefined,
  })
  if (count === undefined) return <span class="token-meter" />
  const share = length ? Math.min(1, count / length) : undefined
  return (
    <span class={`token-meter${share !== undefined && share > 0.9 ? ' token-meter-full' : ''}`}>
      {share === undefined ? null : (
        <span class="token-meter-bar" aria-hidden="true">
          <span style={{ width: `${share * 100}%` }} />
        </span>
      )}
      <span title="Conversation and draft, by the model's own tokenizer, images not counted">
        {count.toLocaleString('en')}
        {length ? ` / ${length.toLocaleString('en')}` : ''} tokens
      </span>
    </span>
  )
}
