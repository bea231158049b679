/** Writes a duration for a person: `0.4 ms`, `340 ms`, `12.3 s`, `2 min 5 s`. */
import { inspectorWords } from '../words/inspector-words.js'

export function formatDuration(milliseconds: number): string {
  if (milliseconds < 9.95) return inspectorWords.ms(milliseconds.toFixed(1))
  if (milliseconds < 999.5) return inspectorWords.wholeMs(Math.round(milliseconds))
  if (milliseconds < 99_950) return inspectorWords.s((milliseconds / 1000).toFixed(milliseconds < 9995 ? 2 : 1))
  const seconds = Math.round(milliseconds / 1000)
  return inspectorWords.minS(Math.floor(seconds / 60), seconds % 60)
}
