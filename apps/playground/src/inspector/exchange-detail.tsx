import { signal } from '@preact/signals'
import { emulatorUrl } from '../connection/page-emulator.js'
import { CopyButton } from '../ui/copy-button.js'
import { Tabs } from '../ui/tabs.js'
import { inspectorWords } from '../words/inspector-words.js'
import type { Exchange } from './exchange.js'
import { exchangeTick } from './exchange-log.js'
import { ExchangeTimings } from './exchange-timings.js'
import { WireView } from './wire-view.js'
import { writeCall } from './write-call.js'
import { writeCurl } from './write-curl.js'
import { writePython } from './write-python.js'

const tabs = [
  { name: 'code', title: inspectorWords.typescript },
  { name: 'curl', title: 'curl' },
  { name: 'python', title: inspectorWords.python },
  { name: 'wire', title: inspectorWords.wire },
  { name: 'timings', title: inspectorWords.timings },
] as const

/** The open tab. It stays when another exchange is selected, and while new ones arrive. */
const selected = signal<(typeof tabs)[number]['name']>('code')

/** Everything about one exchange: the equivalent call, the request and response, and how long it took. */
export function ExchangeDetail({ exchange }: { exchange: Exchange }) {
  void exchangeTick.value
  const called = { ...exchange, isEmulator: exchange.baseUrl === emulatorUrl }
  const name = selected.value
  const write = name === 'code' ? writeCall : name === 'curl' ? writeCurl : name === 'python' ? writePython : undefined
  const title = tabs.find((tab) => tab.name === name)?.title
  return (
    <Tabs
      label={inspectorWords.aboutThisRequest}
      tabs={tabs}
      selected={selected.value}
      onSelect={(chosen) => (selected.value = chosen)}
    >
      {write ? (
        <div class="inspector-code">
          <CopyButton text={() => write(called)} label={inspectorWords.copy} />
          <pre tabIndex={0} role="region" aria-label={inspectorWords.theSameCallIn(title)}>
            {write(called)}
          </pre>
        </div>
      ) : null}
      {selected.value === 'wire' ? <WireView exchange={exchange} /> : null}
      {selected.value === 'timings' ? <ExchangeTimings exchange={exchange} /> : null}
    </Tabs>
  )
}
