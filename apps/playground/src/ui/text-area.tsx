import { Field, type FieldProps } from './field.js'

/** Several lines of text. */
export interface TextAreaProps extends Omit<FieldProps, 'children'> {
  value: string
  /** Called with the text. */
  onText: (text: string) => void
  /** Height in lines; default 4. */
  rows?: number
  placeholder?: string
  disabled?: boolean
  spellcheck?: boolean
  onKeyDown?: (event: KeyboardEvent) => void
  onPaste?: (event: ClipboardEvent) => void
}

/** Several lines of text with their label. */
export function TextArea({ label, hint, issue, onText, rows = 4, ...rest }: TextAreaProps) {
  return (
    <Field label={label} hint={hint} issue={issue}>
      {(attributes) => (
        <textarea
          {...rest}
          {...attributes}
          rows={rows}
          class="control control-text"
          onInput={(event) => onText(event.currentTarget.value)}
        />
      )}
    </Field>
  )
}
