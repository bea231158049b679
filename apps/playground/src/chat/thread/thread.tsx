import { useComputed } from '@preact/signals'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { connection } from '../../connection/connection.js'
import { threadWords } from '../../words/thread-words.js'
import { readBranch } from '../conversation/read-branch.js'
import { current, searchedWords } from '../state/conversations.js'
import { currentGeneration } from '../state/generation.js'
import { Answer } from './answer.js'
import { Question } from './question.js'
import { Welcome } from './welcome.js'

/** Within this distance of the end, in pixels, the thread follows the text. */
const closeToEnd = 60

/** For so long after a change, in milliseconds, what renders Markdown may still arrive and make the turns higher. */
const settling = 3000

/** The turns of the branch that is shown. It follows a reply unless the user has scrolled up. */
export function Thread() {
  const element = useRef<HTMLDivElement>(null)
  const follows = useRef(true)
  const formerTop = useRef(0)
  const branch = useComputed(() => readBranch(current.value))

  // Many buttons disappear when clicked, and the focus with them: the next key belongs here, not to the top of the
  // page.
  const keepFocus = () =>
    setTimeout(() => {
      if (document.activeElement === document.body) element.current?.focus({ preventScroll: true })
    })
  useLayoutEffect(() => {
    follows.current = true
    // The buttons of the turns go when a reply begins, which may be some time after the click.
    keepFocus()
  }, [currentGeneration.value?.turnId])
  // After a search, the thread goes to the first turn with one of the words, and not to its end.
  useLayoutEffect(() => {
    const words = searchedWords.peek().toLowerCase().split(/\s+/).filter(Boolean)
    const turns = [...(element.current?.querySelectorAll('.turn') ?? [])]
    const found = words.length
      ? turns.find(({ textContent }) => words.some((word) => textContent.toLowerCase().includes(word)))
      : undefined
    if (!found) return
    follows.current = false
    found.classList.add('turn-found')
    found.scrollIntoView({ block: 'center' })
  }, [])
  useLayoutEffect(() => {
    const scroll = () => {
      const thread = element.current
      if (thread && follows.current) thread.scrollTop = thread.scrollHeight
    }
    scroll()
    const changedAt = performance.now()
    // Later, only the user makes a turn higher, by unfolding something, and wants to see it.
    const observer = new ResizeObserver(() => (performance.now() - changedAt < settling ? scroll() : undefined))
    observer.observe(element.current!.firstElementChild!)
    // After the components have rendered the signal.
    const unsubscribe = currentGeneration.value?.turn.subscribe(() =>
      queueMicrotask(() => requestAnimationFrame(scroll)),
    )
    return () => {
      observer.disconnect()
      unsubscribe?.()
    }
  }, [branch.value.length, currentGeneration.value])

  const onScroll = () => {
    const { scrollTop, clientHeight, scrollHeight } = element.current!
    // The event arrives a frame late, when a fast reply may have grown: only scrolling up means that the user left.
    if (scrollHeight - scrollTop - clientHeight < closeToEnd) follows.current = true
    else if (scrollTop < formerTop.current) follows.current = false
    formerTop.current = scrollTop
  }
  const { client } = connection.value
  return (
    // A region that scrolls has to be reachable by keyboard.
    <div
      class="thread"
      ref={element}
      onScroll={onScroll}
      onClick={keepFocus}
      // Tab may lead out of the page, and must not be led back.
      onKeyDown={(event) => (event.key === 'Tab' ? undefined : keepFocus())}
      tabIndex={0}
      role="log"
      aria-label={threadWords.messages}
      aria-live="off"
    >
      <div class="thread-turns">
        {branch.value.length === 0 ? <Welcome client={client} /> : null}
        {branch.value.map(({ turn, siblings }) =>
          turn.role === 'user' ? (
            <Question key={turn.id} turn={turn} siblings={siblings} client={client} />
          ) : (
            <Answer key={turn.id} turn={turn} siblings={siblings} client={client} />
          ),
        )}
      </div>
    </div>
  )
}
