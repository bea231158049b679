import type { ComponentChildren } from 'preact'
import { listModels } from '@tabby/models'
import { AnswerPartView } from '../chat/thread/answer-part-view.js'
import { connection } from '../connection/connection.js'
import { knownServers } from '../connection/known-servers.js'
import { FailureNotice } from '../server/failure-notice.js'
import { readAdminObstacle } from '../server/read-admin-obstacle.js'
import { useResource } from '../server/use-resource.js'
import { Select } from '../ui/select.js'
import { compareWords } from '../words/compare-words.js'
import { shellWords } from '../words/shell-words.js'
import { comparing, results, type SideResult, sides } from './compare.js'
import { type CompareSide, listSamplerChoices } from './compare-side.js'

/** Props of a column. */
export interface CompareColumnProps {
  place: 0 | 1
  /** Whether the reply is shown; the children are, otherwise. */
  showsText: boolean
  children: ComponentChildren
}

/** One side: what it is asked with, and what it replied. */
export function CompareColumn({ place, showsText, children }: CompareColumnProps) {
  const side = sides.value[place]
  const result = results.value?.[place]
  const { client, baseUrl, isEmulator, model } = connection.value
  const isHere = side.server === ''
  const models = useResource((signal) => listModels(client, { signal }), [client])
  const obstacle = readAdminObstacle(connection.value)
  const change = (changed: Partial<CompareSide>) => {
    const [left, right] = sides.value
    sides.value = place === 0 ? [{ ...left, ...changed }, right] : [left, { ...right, ...changed }]
  }
  const others = knownServers.value.filter((known) => isEmulator || known.baseUrl !== baseUrl)
  const names = obstacle || !isHere ? [] : (models.value?.data ?? []).map(({ id }) => id).sort()
  const letter = place === 0 ? compareWords.a : compareWords.b
  const isRunning = comparing.value !== undefined
  return (
    <section class="compare-column" aria-label={compareWords.side(letter)}>
      <h2>{letter}</h2>
      <div class="compare-choices">
        {others.length ? (
          <Select
            label={compareWords.server}
            value={side.server}
            choices={[
              { value: '', label: compareWords.theOneInUse },
              ...others.map(({ name, baseUrl: value }) => ({ value, label: name })),
            ]}
            disabled={isRunning}
            onChoice={(server) => change({ server, model: '' })}
          />
        ) : null}
        <Select
          label={compareWords.model}
          value={side.model}
          choices={[
            { value: '', label: isHere && model ? compareWords.loaded(model) : compareWords.theLoadedOne },
            ...names
              .filter((name) => name !== model)
              .map((value) => ({ value, label: compareWords.isLoadedFirst(value) })),
            ...(names.includes(model ?? '')
              ? [{ value: model!, label: compareWords.isLoadedAgainIfNeeded(model) }]
              : []),
          ]}
          disabled={isRunning}
          onChoice={(chosen) => change({ model: chosen })}
        />
        <Select
          label={compareWords.samplers}
          value={side.samplers}
          choices={listSamplerChoices()}
          disabled={isRunning}
          onChoice={(samplers) => change({ samplers })}
        />
      </div>
      {result ? <SideAnswer result={result} showsText={showsText} /> : null}
      {children}
    </section>
  )
}

const states = {
  waiting: compareWords.waitingForTheOtherSide,
  loading: compareWords.loadingTheModel,
  writing: compareWords.readingThePrompt,
  stopped: compareWords.stopped,
  done: '',
  failed: '',
}

function SideAnswer({ result, showsText }: { result: SideResult; showsText: boolean }) {
  const { state, model, parts, tokens, tokensPerSecond, timeToFirstToken, error } = result
  const figures = [
    model,
    tokens ? compareWords.tokens(tokens.toLocaleString(shellWords.locale)) : '',
    tokensPerSecond === undefined
      ? ''
      : compareWords.tokensS(tokensPerSecond.toLocaleString(shellWords.locale, { maximumFractionDigits: 1 })),
    timeToFirstToken === undefined ? '' : compareWords.firstAfterMs(timeToFirstToken.toFixed(0)),
  ]
  return (
    <div class="compare-answer" aria-busy={state === 'writing'}>
      {states[state] && parts.length === 0 ? <p class="field-hint">{states[state]}</p> : null}
      {showsText
        ? parts.map((part, place) => (
            <AnswerPartView key={place} part={part} showsTokens={false} isGrowing={state === 'writing'} />
          ))
        : null}
      {state === 'failed' ? <FailureNotice error={error} /> : null}
      {tokens ? <p class="compare-figures">{figures.filter(Boolean).join(' · ')}</p> : null}
    </div>
  )
}
