import { Select } from '../../ui/select.js'
import { TextField } from '../../ui/text-field.js'
import { DecisionField } from './decision-field.js'
import type { LoadForm } from './load-form.js'

/** The fields of a form, and how they change. */
export interface FormPartProps {
  form: LoadForm
  change: (changed: Partial<LoadForm>) => void
  issues: Partial<Record<keyof LoadForm, string | undefined>>
}

/** What most people decide about a load. */
export function ModelFields({
  form,
  change,
  issues,
  templates,
  drafts,
}: FormPartProps & { templates: string[]; drafts: string[] }) {
  const choose = (first: string, names: readonly string[]) => [
    { value: '', label: first },
    ...names.map((value) => ({ value })),
  ]
  return (
    <div class="form-grid">
      <div class="form-wide">
        <TextField
          label="Model"
          hint="Its folder, or the path of a nested one: model/exl3/4.00bpw"
          value={form.name}
          onText={(name) => change({ name })}
          issue={issues.name}
          spellcheck={false}
        />
      </div>
      <TextField
        label="Context"
        hint="Tokens of prompt and answer; -1 for the model’s own"
        inputMode="numeric"
        value={form.contextLength}
        onText={(contextLength) => change({ contextLength })}
        issue={issues.contextLength}
      />
      <TextField
        label="Cache size"
        hint="Tokens, shared by all generations; default the context"
        inputMode="numeric"
        value={form.cacheSize}
        onText={(cacheSize) => change({ cacheSize })}
        issue={issues.cacheSize}
      />
      <TextField
        label="Cache mode"
        hint="FP16, Q8, Q6, Q4, or bits as 6,6"
        value={form.cacheMode}
        onText={(cacheMode) => change({ cacheMode })}
        issue={issues.cacheMode}
        spellcheck={false}
      />
      <Select
        label="Prompt template"
        value={form.template}
        choices={choose('The model’s own', templates)}
        onChoice={(template) => change({ template })}
      />
      <Select
        label="Draft model"
        hint="A small one that guesses ahead"
        value={form.draft}
        choices={choose('None', drafts)}
        onChoice={(draft) => change({ draft })}
      />
      <DecisionField
        label="Vision"
        hint="Load the part that sees images"
        value={form.vision}
        onChoice={(vision) => change({ vision })}
      />
    </div>
  )
}
