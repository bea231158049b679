import type { ButtonHTMLAttributes, ComponentChildren } from 'preact'

/** A button. */
export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** `primary` for the one thing that a view is about, `danger` for what cannot be undone; default `plain`. */
  kind?: 'primary' | 'plain' | 'quiet' | 'danger'
  /** Its name if the content is a symbol and not a word. */
  label?: string
  /** Why it cannot be used now: it is shown as disabled, can still be focused, and says so. */
  disabledReason?: string | undefined
  children?: ComponentChildren
}

/** A button that never submits unless told so, and that says why when it cannot be used. */
export function Button({ kind = 'plain', label, disabledReason, class: extra, onClick, ...rest }: ButtonProps) {
  const isDisabled = disabledReason !== undefined
  return (
    <button
      type="button"
      {...rest}
      class={`button button-${kind}${extra ? ` ${String(extra)}` : ''}`}
      aria-label={label === undefined ? undefined : isDisabled ? `${label}: ${disabledReason}` : label}
      aria-disabled={isDisabled ? 'true' : undefined}
      title={disabledReason ?? rest.title ?? label}
      onClick={isDisabled ? (event) => event.preventDefault() : onClick}
    />
  )
}
