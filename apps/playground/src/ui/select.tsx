import { Field, type FieldProps } from './field.js'

/** One choice of several. */
export interface SelectProps<Value extends string> extends Omit<FieldProps, 'children'> {
  value: Value
  /** The choices; `label` is the value itself where it is left out. */
  choices: readonly { value: Value; label?: string }[]
  /** Gets what was chosen. */
  onChoice: (value: Value) => void
  disabled?: boolean
}

/** One choice of several, with its label. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { label, hint, issue, value, choices, onChoice, disabled = false } = props
  return (
    <Field label={label} hint={hint} issue={issue}>
      {(attributes) => (
        <select
          {...attributes}
          class="control"
          disabled={disabled}
          value={value}
          onChange={(event) => onChoice(event.currentTarget.value as Value)}
        >
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label ?? choice.value}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
