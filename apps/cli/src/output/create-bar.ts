import { SingleBar } from 'cli-progress'

/** A progress bar of the one look that the program has; `format` says what stands around `{bar}`. */
export function createBar(stream: NodeJS.WriteStream, format: string): SingleBar {
  return new SingleBar({
    stream,
    format,
    barsize: 24,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    // Trims the line to the width of the terminal, also when that changes.
    linewrap: true,
    hideCursor: null,
    // The program has a handler of its own for Ctrl-C.
    gracefulExit: false,
  })
}
