import progress, { type SingleBar } from 'cli-progress'

/** A progress bar of the one look that the program has; `format` says what stands around `{bar}`. */
export function createBar(stream: NodeJS.WriteStream, format: string): SingleBar {
  return new progress.SingleBar({
    stream,
    format,
    barsize: 24,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    // Trims the line to the width of the terminal, also when that changes.
    linewrap: true,
    hideCursor: null,
    // The time left is a number once there is a rate; before, it is the text '0', which looked like the end.
    formatTime: (seconds, options, multiple) =>
      typeof seconds === 'number' ? progress.Format.TimeFormat(seconds, options, multiple) : '?s',
    // The program has a handler of its own for Ctrl-C.
    gracefulExit: false,
  })
}
