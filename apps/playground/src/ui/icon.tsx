/** Lines of each icon, in a box of 16 by 16. */
const paths = {
  list: 'M2.5 4h11M2.5 8h11M2.5 12h7',
  sliders: 'M2.5 5h5m3 0h3M2.5 11h2m3 0h6M9 3.2v3.6M6 9.2v3.6',
  down: 'M4.5 6.5 8 10l3.5-3.5',
  plus: 'M8 3v10M3 8h10',
  pin: 'M5.5 2.5h5l-.6 5 1.9 1.9H4.2l1.9-1.9zM8 9.6v4',
  pencil: 'M3 13l.7-3L10.6 3.100l2.300 2.300L6 12.300z',
  cross: 'M4 4l8 8m0-8-8 8',
  dots: 'M3.500 8h.01M8 8h.01M12.500 8h.01',
} as const

/** A picture that repeats what the label beside it, or the name of its button, says. */
export function Icon({ name }: { name: keyof typeof paths }) {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  )
}
