import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { Suspense } from 'preact/compat'
import { fetchLater } from './fetch-later.js'

const ShortcutsDialog = fetchLater(() => import('./shortcuts-dialog.js').then((loaded) => loaded.ShortcutsDialog))

/** Opens the list of shortcuts when somebody types `?` outside of a field. */
export function Shortcuts() {
  const isOpen = useSignal(false)
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const { key, target, defaultPrevented } = event
      if (key !== '?' || defaultPrevented || document.querySelector('dialog[open]')) return
      if (target instanceof Element && target.closest('input, textarea, select')) return
      event.preventDefault()
      isOpen.value = true
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
  if (!isOpen.value) return null
  return (
    <Suspense fallback={null}>
      <ShortcutsDialog onClose={() => (isOpen.value = false)} />
    </Suspense>
  )
}
