import { diffWordsWithSpace } from 'diff'
import { useMemo } from 'preact/hooks'

/** Longer searches stop, in milliseconds: the page must not stand still for two long and wholly different texts. */
const timeout = 200

/** Props of a text with its differences to another. */
export interface DifferenceProps {
  before: string
  after: string
  /** Which of the two is shown: 0 for the one before. */
  side: 0 | 1
}

/** One of two texts; what the other does not have is marked. */
export function Difference({ before, after, side }: DifferenceProps) {
  const changes = useMemo(() => diffWordsWithSpace(before, after, { timeout }), [before, after])
  if (!changes) return <p class="compare-difference">{side === 0 ? before : after}</p>
  return (
    <p class="compare-difference">
      {changes.map(({ value, added, removed }, place) => {
        if (side === 0 ? added : removed) return null
        const isOwn = side === 0 ? removed : added
        return isOwn ? <mark key={place}>{value}</mark> : <span key={place}>{value}</span>
      })}
    </p>
  )
}
