/** How far something is. */
export interface ProgressProps {
  /** What is going on. */
  label: string
  /** 0 to 1; undefined if unknown. */
  fraction: number | undefined
  /** Shown on the right, `7 of 8 parts, 3 s left`. */
  detail?: string | undefined
}

/** A progress bar with text. */
export function Progress({ label, fraction, detail }: ProgressProps) {
  return (
    <div class="progress">
      <div class="progress-words">
        <span>{label}</span>
        <span class="progress-detail">{detail ?? ''}</span>
      </div>
      <progress aria-label={label} max={1} {...(fraction === undefined ? {} : { value: fraction })} />
    </div>
  )
}
