import { Field, type FieldProps } from './field.js'

/** A line of text. */
export interface TextFieldProps extends Omit<FieldProps, 'children'> {
  value: string
  /** Called with the text. */
  onText: (text: string) => void
  /** Default `text`. */
  type?: 'text' | 'password' | 'url' | 'search' | 'number'
  placeholder?: string
  autocomplete?: 'on' | 'off' | 'url'
  /** Which keyboard a phone shows. */
  inputMode?: 'decimal' | 'numeric' | 'url' | 'text'
  min?: number
  max?: number
  step?: number
  disabled?: boolean
  spellcheck?: boolean
  onKeyDown?: (event: KeyboardEvent) => void
}

/** A line of text with its label. */
export function TextField(props: TextFieldProps) {
  const { label, hint, issue, onText, type = 'text', autocomplete = 'off', ...rest } = props
  return (
    <Field label={label} hint={hint} issue={issue}>
      {(attributes) => (
        <input
          {...rest}
          {...attributes}
          type={type as 'text'}
          autocomplete={autocomplete}
          class="control"
          onInput={(event) => onText(event.currentTarget.value)}
        />
      )}
    </Field>
  )
}
