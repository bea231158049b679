import './composer.css'
import { useComputed, useSignal } from '@preact/signals'
import { readPromptLimit } from '@tabby/tokens'
import { Suspense } from 'preact/compat'
import { useEffect, useRef } from 'preact/hooks'
import { connection } from '../../connection/connection.js'
import { fetchLater } from '../../shell/fetch-later.js'
import { Button } from '../../ui/button.js'
import { FileChooser } from '../../ui/file-chooser.js'
import { useFileDrop } from '../../ui/use-file-drop.js'
import { chatWords } from '../../words/chat-words.js'
import { readBranch } from '../conversation/read-branch.js'
import { addDocuments, showsDocuments } from '../documents/documents.js'
import { DocumentsButton } from '../documents/documents-button.js'
import { PromptChoice, promptChoiceId, toPromptOptionId } from '../library/prompt-choice.js'
import { usePromptChoice } from '../library/use-prompt-choice.js'
import { askQuestion } from '../state/ask-question.js'
import { chatSettings } from '../state/chat-settings.js'
import { current } from '../state/conversations.js'
import { changeDraft, draft } from '../state/drafts.js'
import { currentGeneration, isBusy } from '../state/generation.js'
import { settingsObstacle } from '../state/send-obstacle.js'
import { DraftFiles } from './draft-files.js'
import { DraftImages } from './draft-images.js'

import { TokenMeter } from './token-meter.js'
import { useModelCard } from './use-model-card.js'
import { useTokenCount } from './use-token-count.js'

const PromptLibrary = fetchLater(() => import('../library/prompt-library.js').then((loaded) => loaded.PromptLibrary))

/** The input for a message: text, and images by paste, drop or choice. Enter sends, Shift+Enter adds a line. */
export function Composer() {
  const problem = useSignal<string | undefined>(undefined)
  const area = useRef<HTMLTextAreaElement>(null)
  const showsLibrary = useSignal(false)
  const choice = usePromptChoice()
  const branch = useComputed(() => readBranch(current.value).map(({ turn }) => turn))
  const { client, model } = connection.value
  const { text, images, files } = draft.value
  const parameters = useModelCard(client, model)?.parameters
  const isRunning = isBusy.value
  const turns = branch.value
  const count = useTokenCount(client, { system: current.value.system, turns, text, isPaused: isRunning })
  const limit = readPromptLimit(parameters)
  const isTooLong = limit !== undefined && count !== undefined && count > limit
  const isBlind = images.length > 0 && parameters?.use_vision === false
  const isEmpty = !text.trim() && images.length === 0 && files.length === 0
  const obstacle =
    settingsObstacle.value ??
    (isTooLong && !chatSettings.value.leavesOut ? chatWords.theConversationIsTooLong : undefined)

  // The box grows with its text, up to the height that the style sheet allows.
  useEffect(() => {
    const box = area.current
    if (!box) return
    box.style.height = 'auto'
    box.style.height = `${box.scrollHeight + 2}px`
  }, [text])

  const drop = useFileDrop((dropped) => void add(dropped))
  const add = async (added: Iterable<File>) => {
    const { readFiles } = await import('./read-files.js')
    const found = await readFiles(added)
    const { images: before, files: filesBefore } = draft.peek()
    changeDraft({ images: [...before, ...found.images], files: [...filesBefore, ...found.files] })
    problem.value = found.problem
    if (found.large.length === 0) return
    addDocuments(current.peek().id, found.large)
    showsDocuments.value = true
  }
  const send = () => {
    if (isRunning || isEmpty || obstacle) return
    const question = { text, images: [...images], files: [...files], unseen: isBlind, parent: turns.at(-1)?.id ?? '' }
    changeDraft({ text: '', images: [], files: [] })
    problem.value = undefined
    area.current?.focus()
    void askQuestion(client, question)
  }
  const stop = (event: MouseEvent) => {
    // The second click of a double click on Send lands here.
    if (event.detail > 1) return
    currentGeneration.value?.stop()
    // Send replaces this button and may be disabled. On a phone, focusing the text would open the keyboard.
    if (matchMedia('(pointer: fine)').matches) area.current?.focus()
    else document.querySelector<HTMLElement>('.thread')?.focus({ preventScroll: true })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (choice.takeKey(event)) return
    // As in a shell, with nothing written yet: the last message again.
    if (event.key === 'ArrowUp' && isEmpty && !isRunning) {
      const edits = document.querySelectorAll<HTMLElement>('.turn-question [data-opens-editor]')
      if (edits.length === 0) return
      event.preventDefault()
      edits[edits.length - 1]!.click()
      return
    }
    // Enter that confirms a Japanese or Chinese word must not send; Safari reports it after the composition has ended.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return
    event.preventDefault()
    send()
  }
  const onPaste = (event: ClipboardEvent) => {
    const pasted = [...(event.clipboardData?.files ?? [])]
    // A copied table or page comes with a picture of itself beside its text.
    if (pasted.length === 0 || event.clipboardData?.getData('text/plain') !== '') return
    event.preventDefault()
    void add(pasted)
  }
  return (
    <>
      <form
        class={`composer${drop.isTarget ? ' composer-target' : ''}`}
        aria-label={chatWords.yourMessage}
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
        {...drop.handlers}
      >
        <div class="composer-box">
          <DraftImages
            images={images}
            onRemove={(place) => changeDraft({ images: images.filter((_, each) => each !== place) })}
          />
          <DraftFiles
            files={files}
            onRemove={(place) => changeDraft({ files: files.filter((_, each) => each !== place) })}
          />
          {isBlind ? (
            <p class="composer-note" role="status">
              {model} {chatWords.doesNotSupportImagesThe}
            </p>
          ) : null}
          {obstacle ? (
            <p class="composer-problem" role="status">
              {chatWords.cannotSend(obstacle)}
            </p>
          ) : null}
          {problem.value ? (
            <p class="composer-problem" role="alert">
              {problem.value}
            </p>
          ) : null}
          {choice.found.length ? <PromptChoice prompts={choice.found} at={choice.at} onChoose={choice.choose} /> : null}
          <textarea
            ref={area}
            class="composer-text"
            rows={1}
            aria-label={chatWords.message}
            {...(choice.found.length
              ? { 'aria-controls': promptChoiceId, 'aria-activedescendant': toPromptOptionId(choice.at) }
              : {})}
            placeholder={chatWords.writeAMessage}
            value={text}
            onInput={(event) => changeDraft({ text: event.currentTarget.value })}
            onKeyDown={onKeyDown}
            onPaste={onPaste}
          />
          <div class="composer-bar">
            <FileChooser label={chatWords.chooseFiles} multiple onFiles={(chosen) => void add(chosen)}>
              {chatWords.addFile}
            </FileChooser>
            <Button kind="quiet" title={chatWords.promptsHint} onClick={() => (showsLibrary.value = true)}>
              {chatWords.prompts}
            </Button>
            <DocumentsButton />
            <TokenMeter count={count} limit={limit} context={parameters?.max_seq_len ?? undefined} />
            {isRunning ? (
              <Button onClick={stop} title={chatWords.stopEscape}>
                {chatWords.stop}
              </Button>
            ) : (
              <Button
                kind="primary"
                type="submit"
                title={chatWords.sendEnter}
                disabled={isEmpty}
                disabledReason={obstacle}
              >
                {chatWords.send}
              </Button>
            )}
          </div>
        </div>
      </form>
      {showsLibrary.value ? (
        <Suspense fallback={null}>
          <PromptLibrary onClose={() => (showsLibrary.value = false)} />
        </Suspense>
      ) : null}
    </>
  )
}
