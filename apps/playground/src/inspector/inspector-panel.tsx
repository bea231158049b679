import { signal } from '@preact/signals'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { Button } from '../ui/button.js'
import { inspectorWords } from '../words/inspector-words.js'
import { ExchangeDetail } from './exchange-detail.js'
import { clearExchanges, exchanges } from './exchange-log.js'
import { ExchangeRow } from './exchange-row.js'
import { closeInspector } from './inspector-toggle.js'
import './inspector.css'

/** Number of the exchange that is shown; undefined shows the newest. */
const selectedId = signal<number | undefined>(undefined)

/** The requests of the page, and how to send the same ones from a program. */
export function InspectorPanel() {
  const all = exchanges.value
  const shown = all.find(({ id }) => id === selectedId.value) ?? all[0]
  const head = useRef<HTMLHeadingElement>(null)
  // On a phone it covers the view, so the focus moves here.
  useLayoutEffect(() => head.current?.focus(), [])
  return (
    <aside
      class="inspector"
      aria-label={inspectorWords.inspector}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        // Escape closes the inspector, and must not stop the reply behind it as well.
        event.preventDefault()
        closeInspector()
      }}
    >
      <div class="inspector-head">
        <h2 ref={head} tabIndex={-1}>
          {inspectorWords.inspector}
        </h2>
        <Button
          kind="quiet"
          onClick={clearExchanges}
          disabledReason={all.length > 0 ? undefined : inspectorWords.nothingToClear}
        >
          {inspectorWords.clear}
        </Button>
        <Button kind="quiet" label={inspectorWords.closeTheInspector} onClick={closeInspector}>
          <span aria-hidden="true">✕</span>
        </Button>
      </div>
      {shown ? (
        <>
          <ul class="inspector-list" aria-label={inspectorWords.requestsNewestFirst}>
            {all.map((exchange) => (
              <li key={exchange.id}>
                <ExchangeRow
                  exchange={exchange}
                  isShown={exchange === shown}
                  onShow={() => (selectedId.value = exchange.id)}
                />
              </li>
            ))}
          </ul>
          <ExchangeDetail exchange={shown} />
        </>
      ) : (
        <p class="inspector-empty">{inspectorWords.noRequestsYetEverythingThat}</p>
      )}
    </aside>
  )
}
