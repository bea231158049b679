import { Field, type FieldProps } from './field.js'

/** Props of a select. */
export interface SelectProps<Value extends string> extends Omit<FieldProps, 'children'> {
  value: Value
  /** The choices; `label` defaults to the value. */
  choices: readonly { value: Value; label?: string }[]
  /** Called with the chosen value. */
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
