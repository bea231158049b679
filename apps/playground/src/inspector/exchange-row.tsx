import { inspectorWords } from '../words/inspector-words.js'
import type { Exchange } from './exchange.js'
import { exchangeTick } from './exchange-log.js'
import { formatDuration } from './format-duration.js'

/** One line of the list of exchanges. */
export interface ExchangeRowProps {
  exchange: Exchange
  isShown: boolean
  onShow: () => void
}

const words: Record<Exchange['outcome'], string> = {
  waiting: 'waiting',
  receiving: 'receiving',
  complete: 'complete',
  stopped: inspectorWords.stoppedByThisPage,
  failed: 'failed',
}

/** One line of the list of exchanges: the request, and how it went. */
export function ExchangeRow({ exchange, isShown, onShow }: ExchangeRowProps) {
  void exchangeTick.value
  const { method, path, status, outcome, endedAfter } = exchange
  const isBad = outcome === 'failed' || (status !== undefined && status >= 400)
  return (
    <button type="button" class="exchange-row" aria-current={isShown ? 'true' : undefined} onClick={onShow}>
      <span class="exchange-method">{method}</span>
      <span class="exchange-path">{path}</span>
      <span class={`exchange-status${isBad ? ' exchange-bad' : ''}`} title={words[outcome]}>
        {status ?? (outcome === 'failed' ? inspectorWords.failed : '…')}
      </span>
      <span class="exchange-time">{endedAfter === undefined ? words[outcome] : formatDuration(endedAfter)}</span>
    </button>
  )
}
