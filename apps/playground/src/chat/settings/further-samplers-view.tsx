import type { SamplerIssue } from '@tabby/sampling'
import { useState } from 'preact/hooks'
import { Checkbox } from '../../ui/checkbox.js'
import { TextArea } from '../../ui/text-area.js'
import { TextField } from '../../ui/text-field.js'
import { type FurtherSampler, type SamplerGroup, samplerGroups } from './further-samplers.js'

/** Props of the further samplers. */
export interface FurtherSamplersProps {
  samplers: Readonly<Record<string, string>>
  issues: readonly SamplerIssue[]
  onText: (name: string, text: string) => void
}

/** The parameters that have no slider, in groups. A group in which something is set is unfolded. */
export function FurtherSamplers({ samplers, issues, onText }: FurtherSamplersProps) {
  return samplerGroups.map((group) => (
    <Group key={group.title} group={group} samplers={samplers} issues={issues} onText={onText} />
  ))
}

/** A group. Its fields are rendered once it is unfolded: most people never do, and there are many. */
function Group({ group, samplers, issues, onText }: FurtherSamplersProps & { group: SamplerGroup }) {
  const { title, hint, fields } = group
  const [isOpen, setOpen] = useState(fields.some(({ name }) => samplers[name]))
  return (
    <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{title}</summary>
      {isOpen ? (
        <div class="samplers-more">
          {hint ? <p class="field-hint">{hint}</p> : null}
          {fields.map((field) => (
            <SamplerField
              key={field.name}
              field={field}
              text={samplers[field.name] ?? ''}
              issue={issues.find((issue) => issue.field === field.name)?.advice}
              onText={(text) => onText(field.name, text)}
            />
          ))}
        </div>
      ) : null}
    </details>
  )
}

interface SamplerFieldProps {
  field: FurtherSampler
  text: string
  issue: string | undefined
  onText: (text: string) => void
}

function SamplerField({ field, text, issue, onText }: SamplerFieldProps) {
  const { name, label, kind } = field
  const hint = (
    <>
      <code>{name}</code> {field.hint}
    </>
  )
  if (kind === 'switch') {
    return (
      <Checkbox
        label={label}
        hint={`${name}${field.hint ? `: ${field.hint}` : ''}`}
        checked={text === 'true'}
        onToggle={(isOn) => onText(isOn ? 'true' : '')}
      />
    )
  }
  const shared = { label, hint, issue, value: text, onText, spellcheck: false }
  return kind === 'lines' || kind === 'json' ? (
    <TextArea {...shared} rows={2} />
  ) : (
    <TextField {...shared} {...(kind === 'number' ? { inputMode: 'decimal' as const } : {})} />
  )
}
