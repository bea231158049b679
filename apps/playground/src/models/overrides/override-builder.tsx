import { useState } from 'preact/hooks'
import { type SamplerOverrides, samplerPresets } from '@tabby/sampling'
import { Button } from '../../ui/button.js'
import { modelWords } from '../../words/model-words.js'
import { Panel } from '../panel.js'
import { OverrideRowFields } from './override-row-fields.js'
import { type OverrideRow, readOverrideRows, toOverrideRows } from './override-rows.js'

const emptyRow: OverrideRow = { field: '', value: '', force: false }

/** Custom overrides, checked as you type. */
export function OverrideBuilder(props: {
  reason: string | undefined
  onSwitch: (overrides: SamplerOverrides) => void
}) {
  const [rows, setRows] = useState<readonly OverrideRow[]>([emptyRow])
  const { overrides, issues } = readOverrideRows(rows)
  const isEmpty = Object.keys(overrides).length === 0
  const isWrong = issues.some((issue) => issue?.severity === 'error')
  const reason =
    props.reason ?? (isWrong ? modelWords.aRowIsNotValid : isEmpty ? modelWords.thereAreNoOverridesYet : undefined)
  return (
    <Panel title={modelWords.customOverrides}>
      <p class="field-hint">{modelWords.theseOverridesReplaceAllActive}</p>
      <div class="override-starts" role="group" aria-label={modelWords.startWith}>
        <span aria-hidden="true">{modelWords.startWith}</span>
        {Object.entries(samplerPresets).map(([name, values]) => (
          <Button key={name} kind="quiet" onClick={() => setRows(toOverrideRows(values))}>
            {name}
          </Button>
        ))}
      </div>
      <ul class="override-rows" aria-label={modelWords.yourOverrides}>
        {rows.map((row, place) => (
          <OverrideRowFields
            key={place}
            row={row}
            place={place}
            issue={issues[place]}
            onChange={(changed) => setRows(rows.map((other, index) => (index === place ? changed : other)))}
            onRemove={() => setRows(rows.length === 1 ? [emptyRow] : rows.filter((_, index) => index !== place))}
          />
        ))}
      </ul>
      <div class="panel-actions">
        <Button onClick={() => setRows([...rows, emptyRow])}>{modelWords.addRow}</Button>
        <Button kind="primary" disabledReason={reason} onClick={() => props.onSwitch(overrides)}>
          {modelWords.activate}
        </Button>
      </div>
    </Panel>
  )
}
