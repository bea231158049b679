import './prompt-dialog.css'
import { connection } from '../../connection/connection.js'
import { FailureNotice } from '../../server/failure-notice.js'
import { useResource } from '../../server/use-resource.js'
import { Button } from '../../ui/button.js'
import { CopyButton } from '../../ui/copy-button.js'
import { Dialog } from '../../ui/dialog.js'
import { chatWords } from '../../words/chat-words.js'
import { shellWords } from '../../words/shell-words.js'
import { readBranch } from '../conversation/read-branch.js'
import { toMessages } from '../conversation/to-messages.js'
import { current } from '../state/conversations.js'
import { draft } from '../state/drafts.js'
import { readPromptTokens } from './read-prompt-tokens.js'

/** More tokens are not drawn one by one. */
const most = 4000

/** What the model really gets: the conversation as its template writes it, in tokens. */
export function PromptDialog({ onClose }: { onClose: () => void }) {
  const { client } = connection.value
  const turns = readBranch(current.value).map(({ turn }) => turn)
  const spoken = turns.map((turn) => (turn.role === 'user' ? { ...turn, images: [] } : turn))
  const messages = toMessages(current.value.system, spoken)
  const { text } = draft.value
  if (text.trim()) messages.push({ role: 'user', content: text })
  const prompt = useResource((signal) => readPromptTokens(client, messages, signal), [client])
  const { value, error } = prompt
  const whole = value?.tokens.map((token) => token.text).join('') ?? ''
  return (
    <Dialog
      title={chatWords.whatTheModelGets}
      onClose={onClose}
      actions={
        <>
          {value ? <CopyButton text={() => whole} label={chatWords.copyThePrompt} /> : null}
          <Button onClick={onClose}>{chatWords.close}</Button>
        </>
      }
    >
      <div class="prompt">
        <p class="field-hint">{chatWords.theConversationAsTheModels}</p>
        {error === undefined ? null : <FailureNotice error={error} />}
        {value ? (
          <>
            <table class="prompt-counts">
              <caption>{chatWords.tokens(value.tokens.length.toLocaleString(shellWords.locale))}</caption>
              <tbody>
                {messages.map(({ role, content }, place) => (
                  <tr key={place}>
                    <th scope="row">{role}</th>
                    <td class="prompt-words">{typeof content === 'string' ? content.slice(0, 80) : ''}</td>
                    <td>{value.counts[place]?.toLocaleString(shellWords.locale) ?? chatWords.changedByTheTemplate}</td>
                  </tr>
                ))}
                <tr>
                  <th scope="row">{chatWords.template}</th>
                  <td class="prompt-words">{chatWords.rolesAndMarksBetweenThe}</td>
                  <td>
                    {(
                      value.tokens.length - value.counts.reduce<number>((sum, count) => sum + (count ?? 0), 0)
                    ).toLocaleString(shellWords.locale)}
                  </td>
                </tr>
              </tbody>
            </table>
            <div class="prompt-tokens" tabIndex={0} role="region" aria-label={chatWords.tokensOfThePrompt}>
              {value.tokens.slice(0, most).map(({ id, text: words }, place) => (
                <span
                  key={place}
                  class={`prompt-token prompt-token-${place % 4}`}
                  title={`${id}: ${JSON.stringify(words)}`}
                >
                  {words}
                </span>
              ))}
              {value.tokens.length > most ? (
                <span>{chatWords.more((value.tokens.length - most).toLocaleString(shellWords.locale))}</span>
              ) : null}
            </div>
          </>
        ) : error === undefined ? (
          <p>{chatWords.readingThePrompt}</p>
        ) : null}
      </div>
    </Dialog>
  )
}
