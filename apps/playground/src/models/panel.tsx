import { useId } from 'preact/hooks'
import type { ComponentChildren } from 'preact'

/** A part of the page with its title. */
export interface PanelProps {
  title: ComponentChildren
  /** Shown after the title. */
  aside?: ComponentChildren
  children: ComponentChildren
}

/** A part of the page with its title. */
export function Panel({ title, aside, children }: PanelProps) {
  const id = useId()
  return (
    <section class="panel" aria-labelledby={id}>
      <div class="panel-head">
        <h2 id={id}>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  )
}
