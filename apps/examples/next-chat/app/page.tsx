'use client'
// The browser's half of a chat page: what the model writes, its reasoning, and a button that stops it.
import { useChat } from '@ai-sdk/react'
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
          {parts.map((part, index) => {
            if (part.type === 'text') return <p key={index}>{part.text}</p>
            return part.type === 'reasoning' ? <small key={index}>{part.text}</small> : null
          })}
        </article>
      ))}
      {error && <p role="alert">The reply was interrupted</p>}
      <form onSubmit={submit}>
        <input aria-label="Message" value={text} onChange={(event) => setText(event.target.value)} />
        {status === 'ready' || status === 'error' ? (
          <button>Send</button>
        ) : (
          <button type="button" onClick={() => void stop()}>
            Stop
          </button>
        )}
      </form>
    </main>
  )
}
