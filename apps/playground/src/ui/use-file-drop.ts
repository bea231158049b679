import { useSignal } from '@preact/signals'

/** Takes files that are dropped: the handlers of an element, and whether something is held over it. */
export function useFileDrop(onFiles: (files: FileList | readonly File[]) => void) {
  const isTarget = useSignal(false)
  return {
    isTarget: isTarget.value,
    handlers: {
      onDragOver(event: DragEvent) {
        event.preventDefault()
        isTarget.value = true
      },
      onDragLeave: () => void (isTarget.value = false),
      onDrop(event: DragEvent) {
        event.preventDefault()
        isTarget.value = false
        onFiles(event.dataTransfer?.files ?? [])
      },
    },
  }
}
