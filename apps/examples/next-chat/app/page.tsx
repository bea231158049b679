'use client'
// The browser's half of a chat page: what the model writes, its reasoning and tools, and a button that stops it.
import { useChat } from '@ai-sdk/react'
import { getToolName, isToolUIPart, type UIMessage } from 'ai'
import { type FormEvent, useState } from 'react'

// oxlint-disable-next-line import/no-default-export -- Next.js takes a page as the default export
export default function Page() {
  const { messages, sendMessage, status, stop, error } = useChat()
  const [text, setText] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void sendMessage({ text })
    setText('')
  }
  return (
    <main>
      {messages.map(({ id, role, parts }) => (
        <article key={id} aria-label={role}>
          {parts.map((part, index) => (
            <Part key={index} part={part} />
          ))}
        </article>
      ))}
      {error && <p role="alert">The reply was interrupted</p>}
      <form onSubmit={submit}>
        <input aria-label="Message" required value={text} onChange={(event) => setText(event.target.value)} />
        {/* With keys these are two buttons: as one, it would be of the type submit by the time a click on Stop ends. */}
        {status === 'ready' || status === 'error' ? (
          <button key="send">Send</button>
        ) : (
          <button key="stop" type="button" onClick={() => void stop()}>
            Stop
          </button>
        )}
      </form>
    </main>
  )
}

function Part({ part }: { part: UIMessage['parts'][number] }) {
  if (part.type === 'text') return <p>{part.text}</p>
  if (part.type === 'reasoning') return <small>{part.text}</small>
  if (!isToolUIPart(part)) return null
  const result = part.state === 'output-available' ? JSON.stringify(part.output) : part.errorText
  return <code>{`${getToolName(part)}: ${result ?? 'running'}`}</code>
}
