import { useState } from 'preact/hooks'
import { chatWords } from '../../words/chat-words.js'
import { useCodeColors } from './use-code-colors.js'

/** A block of code with its language and a button that copies it. */
export function CodeBlock({ language, text }: { language: string; text: string }) {
  const [label, setLabel] = useState(chatWords.copy)
  const [name = ''] = language.split(/[\s,{]/, 1)
  const colored = useCodeColors(name, text)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setLabel(chatWords.copied)
    } catch {
      // On plain http there is no clipboard.
      setLabel(chatWords.noClipboardHereSelectThe)
    }
    setTimeout(() => setLabel(chatWords.copy), 2000)
  }
  return (
    <div class="code-block">
      <div class="code-block-head">
        <span>{language || chatWords.text}</span>
        <button type="button" class="code-block-copy" onClick={copy}>
          {label}
        </button>
      </div>
      {/* A region that scrolls has to be reachable by keyboard. */}
      <pre tabIndex={0} aria-label={chatWords.codeIn(language)} role="region">
        <code>{colored}</code>
      </pre>
    </div>
  )
}
