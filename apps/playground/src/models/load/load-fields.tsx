import { Select } from '../../ui/select.js'
import { TextField } from '../../ui/text-field.js'
import { loadWords } from '../../words/load-words.js'
import { type LoadForm, loadFields } from './load-form.js'

/** The values of a form, how they change, and the choices. */
export interface LoadFieldsProps {
  form: LoadForm
  change: (changed: Partial<LoadForm>) => void
  issues: Partial<Record<keyof LoadForm, string | undefined>>
  templates: readonly string[]
  drafts: readonly string[]
}

const decisions = [
  { value: '', label: loadWords.asConfigured },
  { value: 'yes', label: loadWords.yes },
  { value: 'no', label: loadWords.no },
]

/** What most people set for a load, and the rest below a summary. */
export function LoadFields({ form, change, issues, templates, drafts }: LoadFieldsProps) {
  const choices = {
    decision: decisions,
    template: [{ value: '', label: loadWords.theModelsOwn }, ...templates.map((value) => ({ value }))],
    draft: [{ value: '', label: loadWords.none }, ...drafts.map((value) => ({ value }))],
  }
  const show = (field: (typeof loadFields)[number]) => {
    const { name, label, kind } = field
    const shared = { label, ...('hint' in field && { hint: field.hint }), value: form[name] as string }
    const set = (value: string) => change({ [name]: value })
    if (kind === 'decision' || kind === 'template' || kind === 'draft') {
      return <Select key={name} {...shared} choices={choices[kind]} onChoice={set} />
    }
    const input = (
      <TextField
        key={name}
        {...shared}
        issue={issues[name]}
        {...(kind === 'text' ? { spellcheck: false } : { inputMode: kind === 'integer' ? 'numeric' : 'decimal' })}
        onText={set}
      />
    )
    return name === 'name' ? <div class="form-wide">{input}</div> : input
  }
  const advanced = loadFields.filter((field) => 'isAdvanced' in field)
  return (
    <>
      <div class="form-grid">{loadFields.filter((field) => !('isAdvanced' in field)).map(show)}</div>
      <details class="form-more" open={advanced.some(({ name }) => issues[name]) || undefined}>
        <summary>{loadWords.gpusChunksAndRope}</summary>
        <div class="form-grid">{advanced.map(show)}</div>
      </details>
    </>
  )
}
