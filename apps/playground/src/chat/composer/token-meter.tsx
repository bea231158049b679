import type { TabbyClient } from '@tabby/core'
import { connection } from '../../connection/connection.js'
import type { Turn } from '../conversation/conversation.js'
import { current } from '../state/conversations.js'
import { liveId } from '../state/generation.js'
import { useContextLength } from './use-context-length.js'
import { useTokenCount } from './use-token-count.js'

/** How much of the context the conversation and the draft take. */
export function TokenMeter({ client, turns, text }: { client: TabbyClient; turns: readonly Turn[]; text: string }) {
  const length = useContextLength(client, connection.value.model)
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
