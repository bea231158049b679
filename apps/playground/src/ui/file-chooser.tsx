import type { ComponentChildren } from 'preact'
import { useRef } from 'preact/hooks'
import { Button } from './button.js'

/** Props of a button that asks for files. */
export interface FileChooserProps {
  /** What is asked for, as a screen reader says it. */
  label: string
  /** Types and endings of the files that the browser offers; all by default. */
  accept?: string
  multiple?: boolean
  onFiles: (files: File[]) => void
  /** What the button says. */
  children: ComponentChildren
}

/** A button that asks for files. Choosing the same file twice asks twice. */
export function FileChooser({ label, accept, multiple, onFiles, children }: FileChooserProps) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button kind="quiet" onClick={() => input.current?.click()}>
        {children}
      </Button>
      <input
        ref={input}
        class="visually-hidden"
        type="file"
        accept={accept}
        multiple={multiple}
        tabIndex={-1}
        aria-label={label}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])]
          event.currentTarget.value = ''
          if (files.length) onFiles(files)
        }}
      />
    </>
  )
}
