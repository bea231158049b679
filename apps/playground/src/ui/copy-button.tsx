import { useEffect, useState } from 'preact/hooks'
import { shellWords } from '../words/shell-words.js'
import { Button } from './button.js'

/** Copies a text. */
export interface CopyButtonProps {
  /** Returns the text to copy. */
  text: () => string
  /** Its label; default `Copy`. */
  label?: string
}

/** Copies a text, and shows for two seconds whether that worked. */
export function CopyButton({ text, label = shellWords.copy }: CopyButtonProps) {
  const [said, setSaid] = useState('')
  useEffect(() => {
    if (!said) return
    const timer = setTimeout(() => setSaid(''), 2000)
    return () => clearTimeout(timer)
  }, [said])
  // A page that is not served over https or from this machine has no clipboard.
  const copy = async () =>
    setSaid(
      await (navigator.clipboard?.writeText(text()) ?? Promise.reject()).then(
        () => shellWords.copied,
        () => shellWords.copyingIsNotAllowed,
      ),
    )
  return (
    <Button kind="quiet" class="copy-button" onClick={() => void copy()}>
      <span aria-live="polite">{said || label}</span>
    </Button>
  )
}
