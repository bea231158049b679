import { useId } from 'preact/hooks'
import type { ComponentChildren } from 'preact'

/** What every control with a label has. */
export interface FieldProps {
  /** Its label, above the control. */
  label: string
  /** A sentence below it. */
  hint?: ComponentChildren
  /** What is wrong with its content; shown in addition to the hint. */
  issue?: string | undefined
  /** Renders the control with the attributes that link it to label, hint and issue. */
  children: (attributes: FieldAttributes) => ComponentChildren
}

/** Attributes that link a control to its label, hint and issue. */
export interface FieldAttributes {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': 'true' | undefined
}

/** A label above a control, with a hint and what is wrong below it. */
export function Field({ label, hint, issue, children }: FieldProps) {
  const id = useId()
  const described = [hint ? `${id}-hint` : '', issue ? `${id}-issue` : ''].filter(Boolean).join(' ')
  return (
    <div class={`field${issue ? ' field-bad' : ''}`}>
      <label class="field-label" for={id}>
        {label}
      </label>
      {children({ id, 'aria-describedby': described || undefined, 'aria-invalid': issue ? 'true' : undefined })}
      {hint ? (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
      {issue ? (
        <p class="field-issue" id={`${id}-issue`} role="alert">
          {issue}
        </p>
      ) : null}
    </div>
  )
}
