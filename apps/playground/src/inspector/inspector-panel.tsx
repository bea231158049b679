import { signal } from '@preact/signals'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { Button } from '../ui/button.js'
import { ExchangeDetail } from './exchange-detail.js'
import { clearExchanges, exchanges } from './exchange-log.js'
import { ExchangeRow } from './exchange-row.js'
import { closeInspector } from './inspector-toggle.js'
import './inspector.css'

/** Number of the exchange that is shown; undefined shows the newest. */
const selectedId = signal<number | undefined>(undefined)

/** What the page has asked the server, and how to ask the same from a program. */
export function InspectorPanel() {
  const all = exchanges.value
  const shown = all.find(({ id }) => id === selectedId.value) ?? all[0]
  const head = useRef<HTMLHeadingElement>(null)
  // On a phone it lies over the view: who opened it goes on reading here.
  useLayoutEffect(() => head.current?.focus(), [])
  return (
    <aside
      class="inspector"
      aria-label="Inspector"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        // It closes what has the focus, and does not stop the answer behind it as well.
        event.preventDefault()
        closeInspector()
      }}
    >
      <div class="inspector-head">
        <h2 ref={head} tabIndex={-1}>
          Inspector
        </h2>
        <Button kind="quiet" onClick={clearExchanges} disabledReason={all.length > 0 ? undefined : 'nothing to clear'}>
          Clear
        </Button>
        <Button kind="quiet" label="Close the inspector" onClick={closeInspector}>
          <span aria-hidden="true">✕</span>
        </Button>
      </div>
      {shown ? (
        <>
          <ul class="inspector-list" aria-label="Requests, newest first">
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
        <p class="inspector-empty">No requests yet. Everything that this page sends to the server appears here.</p>
      )}
    </aside>
  )
}
