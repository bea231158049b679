import progress, { type SingleBar } from 'cli-progress'
import type { Event } from './report.js'
import { toVisible } from './terminal-text.js'

/** A progress bar; `format` is the text around `{bar}`. */
export function createBar(stream: NodeJS.WriteStream, format: string): SingleBar {
  return new progress.SingleBar({
    stream,
    format,
    barsize: 24,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    // Trims the line to the width of the terminal, also if that changes.
    linewrap: true,
    hideCursor: null,
    // The time left is a number once there is a rate; before, it is the text '0', which looks like the end.
    formatTime: (seconds, options, multiple) =>
      typeof seconds === 'number' ? progress.Format.TimeFormat(seconds, options, multiple) : '?s',
    // The program has a handler of its own for Ctrl-C.
    gracefulExit: false,
  })
}

type LoadEvent = Extract<Event, { type: 'load' }>

/** Shows the progress of a load. */
interface LoadBar {
  show(event: LoadEvent): void
  stop(): void
}

const labelWidth = 9
const format = '{part} {bar} {percentage} % · {value}/{total} modules · {eta_formatted} left'

/** Draws one bar for each part of a model; without a terminal, writes one line for each part that is loaded. */
export function createLoadBar(output: NodeJS.WriteStream): LoadBar {
  let bar: SingleBar | undefined
  let part: string | undefined

  const stop = (): void => {
    bar?.stop()
    bar = undefined
    part = undefined
  }

  const start = ({ model_type, modules }: LoadEvent): void => {
    stop()
    part = model_type
    bar = createBar(output, `${'loading'.padEnd(labelWidth)}${format}`)
    bar.start(modules, 0, { part: toVisible(model_type) })
  }

  return {
    show(event) {
      if (event.alreadyLoaded) return
      if (!output.isTTY) {
        if (event.status !== 'finished') return
        output.write(`${'loaded'.padEnd(labelWidth)}${toVisible(event.model_type)} · ${event.modules} modules\n`)
        return
      }
      if (part !== event.model_type) start(event)
      bar?.update(event.module)
      if (event.status === 'finished') stop()
    },
    stop,
  }
}
