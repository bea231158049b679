import type { SamplerIssue } from '@tabby/sampling'
import { useId } from 'preact/hooks'
import { samplerWords } from '../../words/sampler-words.js'
import type { SamplerField } from './sampler-fields.js'

/** Props of a sampler. */
export interface SamplerSliderProps {
  field: SamplerField
  /** The typed value; empty if the server decides. */
  text: string
  issue: SamplerIssue | undefined
  onText: (text: string) => void
}

/** A sampler: a slider for the usual values, a field for any. An empty field leaves it to the server. */
export function SamplerSlider({ field, text, issue, onText }: SamplerSliderProps) {
  const { name, label, hint, min, max, step, neutral, neutralLabel = String(neutral) } = field
  const id = useId()
  const value = text === '' || Number.isNaN(Number(text)) ? neutral : Number(text)
  return (
    <div class={`sampler${issue ? ` sampler-${issue.severity}` : ''}`}>
      <span class="sampler-label">
        <label for={id}>{label}</label> <code>{name}</code>
      </span>
      <input
        id={id}
        name={name}
        class="control sampler-number"
        inputMode="decimal"
        autocomplete="off"
        placeholder={neutralLabel}
        value={text}
        aria-describedby={`${id}-hint`}
        aria-invalid={issue?.severity === 'error' ? 'true' : undefined}
        onInput={(event) => onText(event.currentTarget.value)}
      />
      <input
        class={`sampler-range${text === '' ? ' sampler-unset' : ''}`}
        type="range"
        aria-label={samplerWords.slider(label)}
        min={min}
        max={max}
        step={step}
        value={value}
        onInput={(event) => onText(event.currentTarget.value)}
      />
      <p id={`${id}-hint`} class={issue ? 'field-issue' : 'field-hint'}>
        {issue ? issue.advice : hint}
      </p>
    </div>
  )
}
