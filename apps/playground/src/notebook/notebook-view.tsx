import './notebook.css'
import { useEffect, useRef } from 'preact/hooks'
import { TokenChances } from '../chat/thread/token-chances.js'
import { chatSettings } from '../chat/state/chat-settings.js'
import { settingsObstacle } from '../chat/state/send-obstacle.js'
import { connection } from '../connection/connection.js'
import { FailureNotice } from '../server/failure-notice.js'
import { Button } from '../ui/button.js'
import { TextField } from '../ui/text-field.js'
import { notebookWords } from '../words/notebook-words.js'
import { shellWords } from '../words/shell-words.js'
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
  const obstacle = settingsObstacle.value ?? (text.value ? undefined : notebookWords.thereIsNoTextYet)
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
      <h1>{notebookWords.notebook}</h1>
      <p class="notebook-lead">
        {model ? <strong>{model}</strong> : notebookWords.theModel} {notebookWords.continuesYourTextAsIt}
      </p>
      <textarea
        ref={area}
        class="control control-text notebook-text"
        aria-label={notebookWords.text}
        placeholder={notebookWords.onceUponATime}
        readOnly={isRunning}
        value={text.value}
        onInput={(event) => changeText(event.currentTarget.value)}
      />
      <div class="notebook-bar">
        {isRunning ? (
          <Button onClick={() => running.value?.abort()} title={notebookWords.stopEscape}>
            {notebookWords.stop}
          </Button>
        ) : (
          <Button kind="primary" onClick={go} disabledReason={obstacle} title={notebookWords.continueCtrlEnter}>
            {notebookWords.continue}
          </Button>
        )}
        <Button onClick={undo} disabled={isRunning || history.value.length === 0}>
          {notebookWords.undo}
        </Button>
        <Button
          disabled={isRunning || !written}
          onClick={() => (written ? void continueText(client, written.before) : undefined)}
        >
          {notebookWords.tryAgain}
        </Button>
        <div class="notebook-length">
          <TextField
            label={notebookWords.maxTokens}
            inputMode="numeric"
            value={length.value}
            onText={(typed) => (length.value = typed)}
          />
        </div>
        <p class="field-hint">{count ? notebookWords.samplersApply(count) : notebookWords.serverDefaults}</p>
      </div>
      {failure.value === undefined ? null : <FailureNotice error={failure.value} />}
      {written?.tokens.length ? (
        <section class="notebook-tokens" aria-label={notebookWords.tokensOfTheContinuation}>
          <h2>{notebookWords.tokens}</h2>
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
  return notebookWords.tokensAndSpeed(count, speed.toLocaleString(shellWords.locale, { maximumFractionDigits: 1 }))
}
