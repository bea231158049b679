import { useSignal } from '@preact/signals'
import { Suspense } from 'preact/compat'
import { fetchLater } from '../../shell/fetch-later.js'
import { chatWords } from '../../words/chat-words.js'
import { shellWords } from '../../words/shell-words.js'
import { chatSettings } from '../state/chat-settings.js'

const PromptDialog = fetchLater(() => import('../prompt/prompt-dialog.js').then((loaded) => loaded.PromptDialog))

/** Props of the token meter. */
export interface TokenMeterProps {
  /** Tokens of the conversation and the draft; undefined while unknown. */
  count: number | undefined
  /** The most tokens that a prompt may have. */
  limit: number | undefined
  /** Longest context of the model, in tokens. */
  context: number | undefined
}

/** From this share of the limit on it is red. */
const full = 0.9

/** How much of the room for prompts the conversation and the draft take; a click shows what the model gets. */
export function TokenMeter({ count, limit, context }: TokenMeterProps) {
  const isOpen = useSignal(false)
  if (count === undefined) return <span class="token-meter" />
  const share = limit ? Math.min(1, count / limit) : undefined
  const isOver = limit !== undefined && count > limit
  const title = [
    chatWords.showWhatTheModelGets,
    limit !== undefined && context !== undefined && limit < context - 16
      ? chatWords.theContextHasTokensBut(toText(context))
      : '',
    isOver && chatSettings.value.leavesOut ? chatWords.theOldestTurnsWillBe : '',
  ]
  return (
    <span class={`token-meter${share !== undefined && share > full ? ' token-meter-full' : ''}`}>
      {share === undefined ? null : (
        <span class="token-meter-bar" aria-hidden="true">
          <span style={{ width: `${share * 100}%` }} />
        </span>
      )}
      <button
        type="button"
        class="token-meter-words"
        aria-haspopup="dialog"
        title={title.filter(Boolean).join(' ')}
        onClick={() => (isOpen.value = true)}
      >
        {chatWords.tokensUsed(toText(count), limit && toText(limit))}
      </button>
      {isOpen.value ? (
        <Suspense fallback={null}>
          <PromptDialog onClose={() => (isOpen.value = false)} />
        </Suspense>
      ) : null}
    </span>
  )
}

const toText = (count: number) => count.toLocaleString(shellWords.locale)
