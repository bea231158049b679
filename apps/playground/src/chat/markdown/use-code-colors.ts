import type { ComponentChildren } from 'preact'
import { useEffect, useMemo, useState } from 'preact/hooks'

/** Longer code stays without colours: they would take longer than a frame. */
const longest = 30_000

/** Code up to this length gets its colours while it grows; longer code once it pauses. */
const quick = 3000

/** How long code must have stayed the same, in milliseconds. */
const pause = 150

interface Highlighter {
  language: string
  highlight: (language: string, text: string) => ComponentChildren
}

/** The code in colours; the plain text while there are none. */
export function useCodeColors(language: string, text: string): ComponentChildren {
  const [highlighter, setHighlighter] = useState<Highlighter>()
  const [settled, setSettled] = useState('')
  useEffect(() => {
    let isGone = false
    setHighlighter(undefined)
    if (!language) return
    import('./highlight-code.js')
      .then(async ({ fetchLanguage, highlightCode }) => {
        const name = await fetchLanguage(language)
        if (name && !isGone) setHighlighter({ language: name, highlight: highlightCode })
      })
      // Colours are not worth a word.
      .catch(() => undefined)
    return () => {
      isGone = true
    }
  }, [language])
  useEffect(() => {
    if (text.length <= quick || text.length > longest) return
    const timer = setTimeout(() => setSettled(text), pause)
    return () => clearTimeout(timer)
  }, [text])
  const isReady = text.length <= quick || text === settled
  return useMemo(
    () => (highlighter && isReady ? highlighter.highlight(highlighter.language, text) : text),
    [highlighter, isReady, text],
  )
}
