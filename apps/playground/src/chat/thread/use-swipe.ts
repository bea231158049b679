import { useRef } from 'preact/hooks'
import { chooseBranch } from '../conversation/choose-branch.js'
import type { Turn } from '../conversation/conversation.js'
import { current, updateConversation } from '../state/conversations.js'
import { currentGeneration } from '../state/generation.js'

/** A finger that moves at least this far sideways, in pixels, and less than half as far up or down, swipes. */
const farEnough = 60

/** Handlers of a turn: a swipe to the left shows its next version, one to the right the previous one. */
export function useSwipe(turn: Turn, siblings: readonly Turn[]) {
  const start = useRef<{ x: number; y: number } | undefined>(undefined)
  return {
    onTouchStart: ({ touches, target }: TouchEvent) => {
      const [touch] = touches
      // What scrolls sideways itself keeps its gesture.
      const scrolls = target instanceof Element && target.closest('pre, .table-scroll, .formula, textarea')
      start.current = touch && touches.length === 1 && !scrolls ? { x: touch.clientX, y: touch.clientY } : undefined
    },
    onTouchEnd: ({ changedTouches }: TouchEvent) => {
      const [touch] = changedTouches
      const from = start.current
      start.current = undefined
      if (!touch || !from || siblings.length < 2 || currentGeneration.value) return
      const [across, along] = [touch.clientX - from.x, touch.clientY - from.y]
      if (Math.abs(across) < farEnough || Math.abs(along) > Math.abs(across) / 2) return
      const next = siblings[siblings.findIndex(({ id }) => id === turn.id) + (across < 0 ? 1 : -1)]
      if (next) updateConversation(current.value.id, (conversation) => chooseBranch(conversation, next.id))
    },
  }
}
