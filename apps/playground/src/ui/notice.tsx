import type { ComponentChildren } from 'preact'

/** Something that the user should know. */
export interface NoticeProps {
  /** `error` and `warning` are announced at once; default `info`. */
  kind?: 'info' | 'success' | 'warning' | 'error'
  /** What it is, in a few words. */
  title?: ComponentChildren
  /** What to do about it. */
  children?: ComponentChildren
}

/** A sentence or two that stands out. */
export function Notice({ kind = 'info', title, children }: NoticeProps) {
  return (
    <div class={`notice notice-${kind}`} role={kind === 'error' || kind === 'warning' ? 'alert' : 'status'}>
      {title ? <p class="notice-title">{title}</p> : null}
      {children ? <div class="notice-body">{children}</div> : null}
    </div>
  )
}
