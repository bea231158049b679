import { performance } from 'node:perf_hooks'
import { createInterface, type Key } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { PassThrough } from 'node:stream'
import { InterruptedError } from '../failure/errors.js'
import { createQuestionHistory } from '../history/open-question-history.js'
import { toPrintable, toVisible } from '../output/terminal-text.js'
import { createCompleter } from './create-completer.js'
import { createHistoryWalk } from './create-history-walk.js'
import { createMutedOutput } from './create-muted-output.js'
import { createPasteShelf } from './create-paste-shelf.js'
import type { LineEditor, LineEditorOptions } from './line-editor.js'
import { readKeys } from './read-keys.js'
import type { Terminal } from './terminal.js'

/** Lines that follow each other faster than this were pasted, not typed. In milliseconds. */
const typingPause = 20

/**
 * Keeps the terminal in raw mode from beginning to end, so that Ctrl-C is a key and never a signal: a signal would
 * reach npm too, which runs this program and would leave. The line editor of Node.js gets its keys from here, without
 * those that it does not know.
 */
export function createLineEditor(
  { stdin, stdout, interrupted }: Terminal,
  { history = createQuestionHistory(), complete }: LineEditorOptions = {},
): LineEditor {
  const output = createMutedOutput(stdout)
  const editor = createInterface({
    input: new PassThrough(),
    output: output.stream,
    terminal: true,
    historySize: 0,
    ...(complete && { completer: createCompleter(complete) }),
  })
  const shelf = createPasteShelf()
  const walk = createHistoryWalk(history.questions)
  const typedAhead: { line: string; time: number }[] = []
  let lastTime = 0
  let prompt = ''
  let waiting: ((line: string | undefined) => void) | undefined
  let running: AbortController | undefined
  let search: { text: string; place: number; before: string } | undefined
  let isConfirming = false
  let isClosed = false
  let isLeaving = false
  let marksPastes = false

  const setLine = (line: string, cursor = line.length): void => void Object.assign(editor, { line, cursor })
  const redraw = (): void => {
    if (!output.muted) editor.prompt(true)
  }
  const showPrompt = (text: string): void => {
    editor.setPrompt(text)
    redraw()
  }
  const showLine = (line: string, cursor?: number): void => {
    setLine(line, cursor)
    redraw()
  }
  const dropLine = (): void => {
    showLine('')
    stdout.write('\n')
  }
  const settle = (line: string | undefined): void => {
    const resolve = waiting
    waiting = undefined
    output.muted = true
    resolve?.(line)
  }
  const leave = (): void => {
    isLeaving = true
    running?.abort(new InterruptedError())
    if (!isClosed) editor.close()
  }
  const insert = (text: string): void => {
    const { line, cursor } = editor
    showLine(`${line.slice(0, cursor)}${text}${line.slice(cursor)}`, cursor + text.length)
  }
  const recall = (question: string | undefined): void => {
    if (question !== undefined) showLine(shelf.put(question))
  }
  const find = (text: string, skip: number): void => {
    if (!search) return
    const found = walk.search(text, skip)
    search = { ...search, text, place: found?.place ?? search.place }
    setLine(found ? shelf.put(found.question) : editor.line)
    showPrompt(found || text === '' ? `(search) ${text}: ` : `(not found) ${text}: `)
  }
  const endSearch = (line: string): void => {
    search = undefined
    setLine(line)
    showPrompt(prompt)
  }

  /** Handles a key of a search, and returns whether that was all that it is for. */
  const searchKey = (text: string | undefined, { name, ctrl = false, meta = false }: Key): boolean => {
    if (!search) return false
    if (ctrl && name === 'r') find(search.text, search.place + 1)
    else if (name === 'backspace') find(search.text.slice(0, -1), 0)
    else if (ctrl && (name === 'c' || name === 'g')) endSearch(search.before)
    else if (text !== undefined && !ctrl && !meta && /^[^\p{Cc}]+$/u.test(text)) find(search.text + text, 0)
    else {
      endSearch(editor.line)
      return name === 'escape'
    }
    return true
  }

  const onKey = (text: string | undefined, key: Key): void => {
    if (isClosed || searchKey(text, key)) return
    const { name, ctrl = false, meta = false } = key
    const isPlain = waiting !== undefined && !isConfirming
    if (isPlain && ctrl && name === 'r') {
      search = { text: '', place: -1, before: editor.line }
      return showPrompt('(search) : ')
    }
    if (name === 'up' || (ctrl && name === 'p')) return isPlain ? recall(walk.older(editor.line)) : undefined
    if (name === 'down' || (ctrl && name === 'n')) return isPlain ? recall(walk.newer()) : undefined
    walk.reset()
    // As in other programs that read questions: a line break without sending.
    if (isPlain && meta && (name === 'return' || name === 'enter')) return insert('\n')
    if (name === 'tab' && !isPlain) return
    editor.write(text ?? null, key)
  }

  const onPaste = (text: string): void => {
    marksPastes = true
    if (search) endSearch(editor.line)
    walk.reset()
    if (!isConfirming && !isClosed) insert(shelf.put(toPrintable(text)))
  }

  const listen = () => readKeys(stdin, stdout, editor, { onKey, onPaste })
  let keys = listen()

  output.muted = true
  editor.on('line', (shown) => {
    const line = shelf.expand(shown)
    const time = performance.now()
    if (!waiting) return void typedAhead.push({ line, time })
    lastTime = time
    settle(line)
  })
  editor.on('close', () => {
    if (isClosed) return
    isClosed = true
    keys.stop()
    // Ctrl-D leaves the cursor behind the prompt.
    if (waiting && !isConfirming && !isLeaving) stdout.write('\n')
    settle(undefined)
  })
  editor.on('SIGINT', () => {
    if (running) running.abort(new InterruptedError())
    else if (editor.line === '') {
      stdout.write('\n')
      leave()
    }
    // As in a shell: what was typed is dropped, and the line starts over.
    else showLine('')
  })
  editor.on('SIGTSTP', () => {
    keys.stop()
    process.once('SIGCONT', () => {
      keys = listen()
      redraw()
    })
    process.kill(process.pid, 'SIGTSTP')
  })
  interrupted.addEventListener('abort', leave, { once: true })

  const ask = async (question: string): Promise<string> => {
    if (isClosed) return ''
    const { line: written, cursor } = editor
    setLine('')
    isConfirming = true
    const answer = await new Promise<string | undefined>((resolve) => {
      waiting = resolve
      running?.signal.addEventListener('abort', () => settle(undefined), { once: true })
      output.muted = false
      showPrompt(toVisible(question))
    })
    isConfirming = false
    // Ctrl-D has closed the line editor, which then accepts nothing.
    if (isClosed || answer === undefined) stdout.write('\n')
    if (!isClosed) setLine(written, cursor)
    return answer?.trim().toLowerCase() ?? ''
  }

  return {
    ask,
    confirm: async (question) => /^y(es)?$/.test(await ask(`${question} (y/N) `)),
    read(text) {
      const next = typedAhead.shift()
      if (next) {
        lastTime = next.time
        stdout.write(`${text}${toPrintable(shelf.put(next.line))}\n`)
        return Promise.resolve(next.line)
      }
      if (isClosed) return Promise.resolve(undefined)
      return new Promise((resolve) => {
        waiting = resolve
        running?.signal.addEventListener(
          'abort',
          () => {
            if (!isClosed) dropLine()
            settle(undefined)
          },
          { once: true },
        )
        // The line editor counts columns from the last line of its prompt alone.
        const [lastLine = ''] = text.split('\n').slice(-1)
        stdout.write(text.slice(0, text.length - lastLine.length))
        output.muted = false
        prompt = lastLine
        walk.reset()
        showPrompt(prompt)
      })
    },
    async during(work) {
      running = new AbortController()
      try {
        return await work(running.signal)
      } finally {
        running = undefined
      }
    },
    prefill: (text) => setLine(shelf.put(text)),
    async suspend(work) {
      keys.stop()
      try {
        return await work()
      } finally {
        keys = listen()
      }
    },
    async isPasting() {
      if (marksPastes) return false
      await setTimeout(typingPause)
      const [next] = typedAhead
      if (next) return next.time - lastTime < typingPause
      // The last line of a pasted text has not been ended.
      return !isClosed && editor.line !== '' && performance.now() - lastTime < 5 * typingPause
    },
    close() {
      interrupted.removeEventListener('abort', leave)
      if (!isClosed) editor.close()
    },
  }
}
