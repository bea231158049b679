import './notebook.css'
import { useEffect, useRef } from 'preact/hooks'
import { TokenChances } from '../chat/thread/token-chances.js'
import { chatSettings } from '../chat/state/chat-settings.js'
import { settingsObstacle } from '../chat/state/send-obstacle.js'
import { connection } from '../connection/connection.js'
import { FailureNotice } from '../server/failure-notice.js'
import { Button } from '../ui/button.js'
import { TextField } from '../ui/text-field.js'
import {
  changeText,
  continuation,
  continueFrom,
  continueText,
  failure,
  history,
  length,
  running,
  text,
  undo,
} from './notebook.js'

/** A text that the model continues, without a chat template, and what else each of its tokens could have been. */
export function NotebookView() {
  const area = useRef<HTMLTextAreaElement>(null)
  const { client, model } = connection.value
  const isRunning = running.value !== undefined
  const written = continuation.value
  const obstacle = settingsObstacle.value ?? (text.value ? undefined : 'there is no text yet')
  const count = Object.keys(chatSettings.value.samplers).length
  useEffect(() => {
    const box = area.current
    if (box && isRunning) box.scrollTop = box.scrollHeight
  }, [text.value])
  const go = () => (isRunning || obstacle ? undefined : void continueText(client))
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.isComposing) {
      event.preventDefault()
      go()
    }
    if (event.key === 'Escape' && isRunning) running.value?.abort()
  }
  return (
    <div class="notebook" onKeyDown={onKeyDown}>
      <h1>Notebook</h1>
      <p class="notebook-lead">
        {model ? <strong>{model}</strong> : 'The model'} continues your text as it stands: no chat template, no roles.
      </p>
      <textarea
        ref={area}
        class="control control-text notebook-text"
        aria-label="Text"
        placeholder="Once upon a time"
        readOnly={isRunning}
        value={text.value}
        onInput={(event) => changeText(event.currentTarget.value)}
      />
      <div class="notebook-bar">
        {isRunning ? (
          <Button onClick={() => running.value?.abort()} title="Stop (Escape)">
            Stop
          </Button>
        ) : (
          <Button kind="primary" onClick={go} disabledReason={obstacle} title="Continue (Ctrl+Enter)">
            Continue
          </Button>
        )}
        <Button onClick={undo} disabled={isRunning || history.value.length === 0}>
          Undo
        </Button>
        <Button
          disabled={isRunning || !written}
          onClick={() => (written ? void continueText(client, written.before) : undefined)}
        >
          Try again
        </Button>
        <div class="notebook-length">
          <TextField
            label="Max tokens"
            inputMode="numeric"
            value={length.value}
            onText={(typed) => (length.value = typed)}
          />
        </div>
        <p class="field-hint">
          {count
            ? `The ${count === 1 ? 'sampler' : `${count} samplers`} of the chat settings apply.`
            : 'Server defaults.'}
        </p>
      </div>
      {failure.value === undefined ? null : <FailureNotice error={failure.value} />}
      {written?.tokens.length ? (
        <section class="notebook-tokens" aria-label="Tokens of the continuation">
          <h2>Tokens</h2>
          <p class="field-hint">{describe(written.tokens.length, written.duration)}</p>
          <TokenChances
            tokens={written.tokens}
            {...(isRunning ? {} : { onContinue: (place, token) => void continueFrom(client, place, token) })}
          />
        </section>
      ) : null}
    </div>
  )
}

function describe(count: number, duration: number): string {
  const speed = (count / duration) * 1000
  const tokens = count === 1 ? '1 token' : `${count.toLocaleString('en')} tokens`
  return `${tokens} · ${speed.toLocaleString('en', { maximumFractionDigits: 1 })} tokens/s. Underlined tokens were unlikely. Choose one to see what else it could have been.`
}
