import './shortcuts-dialog.css'
import { Button } from '../ui/button.js'
import { Dialog } from '../ui/dialog.js'
import { shellWords } from '../words/shell-words.js'

const groups: readonly { title: string; keys: readonly [keys: string, does: string][] }[] = [
  {
    title: shellWords.chat,
    keys: [
      ['Enter', shellWords.sendTheMessage],
      [shellWords.shiftEnter, shellWords.beginANewLine],
      ['Escape', shellWords.stopTheReplyOrClose],
      ['↑', shellWords.inAnEmptyMessageEdit],
      ['/', shellWords.inAnEmptyMessageInsert],
      ['← →', shellWords.outsideOfAFieldShow],
      [shellWords.ctrlShiftO, shellWords.newConversation],
      [shellWords.ctrlK, shellWords.searchTheConversations],
      [shellWords.anyLetter, shellWords.outsideOfAFieldWrite],
    ],
  },
  { title: shellWords.notebookAndCompare, keys: [[shellWords.ctrlEnter, shellWords.continueTheTextAskBoth]] },
  { title: shellWords.everywhere, keys: [['?', shellWords.outsideOfAFieldThis]] },
]

/** The keyboard shortcuts. */
export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog
      title={shellWords.keyboardShortcuts}
      onClose={onClose}
      actions={<Button onClick={onClose}>{shellWords.close}</Button>}
    >
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
