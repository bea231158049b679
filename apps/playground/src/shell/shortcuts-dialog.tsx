import './shortcuts-dialog.css'
import { Button } from '../ui/button.js'
import { Dialog } from '../ui/dialog.js'

const groups: readonly { title: string; keys: readonly [keys: string, does: string][] }[] = [
  {
    title: 'Chat',
    keys: [
      ['Enter', 'Send the message'],
      ['Shift+Enter', 'Begin a new line'],
      ['Escape', 'Stop the reply, or close the panels'],
      ['↑', 'In an empty message: edit the last one'],
      ['← →', 'Outside of a field: show another version'],
      ['Ctrl+Shift+O', 'New conversation'],
      ['Ctrl+K', 'Search the conversations'],
      ['Any letter', 'Outside of a field: write the message'],
    ],
  },
  { title: 'Notebook and Compare', keys: [['Ctrl+Enter', 'Continue the text, ask both sides']] },
  { title: 'Everywhere', keys: [['?', 'Outside of a field: this list']] },
]

/** The keyboard shortcuts. */
export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keyboard shortcuts" onClose={onClose} actions={<Button onClick={onClose}>Close</Button>}>
      <div class="shortcuts">
        {groups.map(({ title, keys }) => (
          <section key={title} aria-label={title}>
            <h3>{title}</h3>
            <dl>
              {keys.map(([key, does]) => (
                <div key={key}>
                  <dt>
                    <kbd>{key}</kbd>
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
