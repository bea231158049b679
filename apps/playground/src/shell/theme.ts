import { effect, signal } from '@preact/signals'
import { keepValue, readKeptValue } from '../ui/kept-value.js'

/** What the user wants to see; `system` follows the operating system. */
export type Theme = 'system' | 'light' | 'dark'

const place = 'tabby-theme'

function readTheme(): Theme {
  const stored = readKeptValue('localStorage', place)
  return stored === 'light' || stored === 'dark' ? stored : 'system'
}

/** The theme that was chosen, kept for the next visit. */
export const theme = signal<Theme>(readTheme())

effect(() => {
  keepValue('localStorage', place, theme.value)
  if (theme.value === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme.value
})
