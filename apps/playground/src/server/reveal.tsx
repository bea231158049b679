import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

/** Scrolls to what appears because of something that was done further down; on a phone nobody would see it else. */
export function Reveal({ children }: { children: ComponentChildren }) {
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => element.current?.scrollIntoView({ block: 'nearest' }), [])
  return (
    <div class="reveal" ref={element}>
      {children}
    </div>
  )
}
