import { isTabbyError, type TabbyClient } from '@tabby/core'
import { listServerNames } from '../completion/list-names.js'
import { RefusedError } from '../failure/errors.js'

/** What to do if no model is loaded, with the names of those that there are; any other error as it is. */
export async function explainNoModel(failure: unknown, client: TabbyClient, isConversation: boolean): Promise<unknown> {
  if (!isTabbyError(failure) || failure.code !== 'no_model_loaded') return failure
  const names = await listServerNames('model', client).catch(() => [])
  const shown = names.slice(0, 10).join(', ')
  const there = names.length === 0 ? '' : `; there are: ${shown}${names.length > 10 ? ', …' : ''}`
  const way = isConversation
    ? '`/model NAME` loads one, as does `tabby models load NAME`'
    : '`tabby models load NAME` loads one'
  return new RefusedError(`no model is loaded: ${way}${there}`, { cause: failure })
}
