/** About how long something still takes, as people say it. */
import { loadWords } from '../../words/load-words.js'

export function formatTimeLeft(milliseconds: number | undefined): string {
  if (milliseconds === undefined) return ''
  const seconds = Math.ceil(milliseconds / 1000)
  if (seconds <= 0) return ''
  if (seconds < 60) return loadWords.aboutSLeft(seconds)
  const minutes = Math.round(seconds / 60)
  return minutes < 60
    ? loadWords.aboutMinLeft(minutes)
    : loadWords.aboutHMinLeft(Math.floor(minutes / 60), minutes % 60)
}
