import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

/** Scrolls to content that appears because of an action further down; on a phone it would go unnoticed otherwise. */
export function Reveal({ children }: { children: ComponentChildren }) {
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => element.current?.scrollIntoView({ block: 'nearest' }), [])
  return (
    <div class="reveal" ref={element}>
      {children}
    </div>
  )
}
