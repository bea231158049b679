import { useId } from 'preact/hooks'

/** A switch with two states. */
export interface CheckboxProps {
  label: string
  hint?: string | undefined
  checked: boolean
  disabled?: boolean
  onToggle: (checked: boolean) => void
}

/** A switch with two states, with its label on the right. */
export function Checkbox({ label, hint, checked, disabled = false, onToggle }: CheckboxProps) {
  const id = useId()
  return (
    <div class="checkbox">
      <input
        id={id}
        type="checkbox"
        checked={checked}
        disabled={disabled}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => onToggle(event.currentTarget.checked)}
      />
      <label for={id}>{label}</label>
      {hint ? (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
    </div>
  )
}
