import { signal } from '@preact/signals'
import { emulatorUrl } from '../connection/page-emulator.js'
import { CopyButton } from '../ui/copy-button.js'
import { Tabs } from '../ui/tabs.js'
import type { Exchange } from './exchange.js'
import { exchangeTick } from './exchange-log.js'
import { ExchangeTimings } from './exchange-timings.js'
import { WireView } from './wire-view.js'
import { writeCall } from './write-call.js'

const tabs = [
  { name: 'code', title: 'TypeScript' },
  { name: 'wire', title: 'Wire' },
  { name: 'timings', title: 'Timings' },
] as const

/** The open tab. It stays when another exchange is selected, and while new ones arrive. */
const selected = signal<(typeof tabs)[number]['name']>('code')

/** Everything about one exchange: the equivalent call, the request and response, and how long it took. */
export function ExchangeDetail({ exchange }: { exchange: Exchange }) {
  void exchangeTick.value
  const code = () => writeCall({ ...exchange, isEmulator: exchange.baseUrl === emulatorUrl })
  return (
    <Tabs label="About this request" tabs={tabs} selected={selected.value} onSelect={(name) => (selected.value = name)}>
      {selected.value === 'code' ? (
        <div class="inspector-code">
          <CopyButton text={code} label="Copy" />
          <pre tabIndex={0} role="region" aria-label="The same call in TypeScript">
            {code()}
          </pre>
        </div>
      ) : null}
      {selected.value === 'wire' ? <WireView exchange={exchange} /> : null}
      {selected.value === 'timings' ? <ExchangeTimings exchange={exchange} /> : null}
    </Tabs>
  )
}
