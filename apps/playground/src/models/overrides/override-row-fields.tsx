import { Button } from '../../ui/button.js'
import { Checkbox } from '../../ui/checkbox.js'
import { TextField } from '../../ui/text-field.js'
import { modelWords } from '../../words/model-words.js'
import type { OverrideRow, RowIssue } from './override-rows.js'

/** One override as it is typed. */
export interface OverrideRowFieldsProps {
  row: OverrideRow
  place: number
  issue: RowIssue | undefined
  onChange: (row: OverrideRow) => void
  onRemove: () => void
}

/** The fields of one override. */
export function OverrideRowFields({ row, place, issue, onChange, onRemove }: OverrideRowFieldsProps) {
  return (
    <li>
      <TextField
        label={modelWords.parameterAt(place + 1)}
        value={row.field}
        placeholder="temperature"
        spellcheck={false}
        onText={(field) => onChange({ ...row, field })}
      />
      <TextField
        label={modelWords.valueAt(place + 1)}
        value={row.value}
        placeholder="0.8"
        spellcheck={false}
        issue={issue?.severity === 'error' ? issue.advice : undefined}
        hint={issue?.severity === 'warning' ? issue.advice : undefined}
        onText={(value) => onChange({ ...row, value })}
      />
      <Checkbox label={modelWords.alwaysField} checked={row.force} onToggle={(force) => onChange({ ...row, force })} />
      <Button kind="quiet" label={modelWords.removeRow(place + 1)} onClick={onRemove}>
        <span aria-hidden="true">×</span>
      </Button>
    </li>
  )
}
