import { connection } from '../../connection/connection.js'
import { FailureNotice } from '../../server/failure-notice.js'
import { Reveal } from '../../server/reveal.js'
import { Button } from '../../ui/button.js'
import { Notice } from '../../ui/notice.js'
import { Progress } from '../../ui/progress.js'
import { loadWords } from '../../words/load-words.js'
import { Panel } from '../panel.js'
import { formatTimeLeft } from './format-time-left.js'
import { forgetLoad, type ModelLoad, modelLoads } from './model-loads.js'
import { runModelLoad } from './run-model-load.js'

const titles: Partial<Record<string, string>> = {
  vision: loadWords.visionPart,
  draft: loadWords.draftModel,
  model: loadWords.model,
}

/** How far a load is, and what came of it. */
export function LoadProgress() {
  const load = modelLoads.value[connection.value.baseUrl]
  if (!load) return null
  return (
    <Reveal key={load.params}>
      <LoadState load={load} />
    </Reveal>
  )
}

function LoadState({ load }: { load: ModelLoad }) {
  const { params, phase, parts, fraction, timeLeft, alreadyLoaded, differences, error } = load
  const { client, baseUrl } = connection.value
  const name = params.model_name
  const dismiss = (
    <Button kind="quiet" onClick={() => forgetLoad(baseUrl)}>
      {loadWords.dismiss}
    </Button>
  )
  if (phase === 'failed') {
    return (
      <FailureNotice error={error}>
        <p>{loadWords.isNotLoadedTheModel(name)}</p>
        {dismiss}
      </FailureNotice>
    )
  }
  if (phase === 'loaded' && alreadyLoaded) {
    return (
      <Notice kind="warning" title={loadWords.wasAlreadyLoaded(name)}>
        <p>{loadWords.theServerIgnoredAllParameters}</p>
        <div class="panel-actions">
          <Button onClick={() => void runModelLoad(client, params, true)}>{loadWords.unloadAndReload}</Button>
          {dismiss}
        </div>
      </Notice>
    )
  }
  if (phase === 'loaded') {
    return (
      <Notice kind={differences.length > 0 ? 'warning' : 'success'} title={loadWords.isLoaded(name)}>
        {differences.length > 0 ? (
          <>
            <p>{loadWords.someParametersAreDifferentFrom}</p>
            <ul>
              {differences.map((difference) => (
                <li key={difference}>{difference}</li>
              ))}
            </ul>
          </>
        ) : null}
        {dismiss}
      </Notice>
    )
  }
  return (
    <Panel title={loadWords.loading(name)}>
      {phase === 'waiting' ? (
        <Progress label={loadWords.waitingForRunningRepliesAnd} fraction={undefined} />
      ) : (
        <Progress label={`${Math.floor(100 * fraction)} %`} fraction={fraction} detail={formatTimeLeft(timeLeft)} />
      )}
      <div class="load-parts">
        {parts.map(({ type, module, modules }) => (
          <Progress
            key={type}
            label={titles[type] ?? type}
            fraction={module / modules}
            detail={loadWords.ofModules(module, modules)}
          />
        ))}
      </div>
      <p class="field-hint">{loadWords.aLoadCannotBeStopped}</p>
    </Panel>
  )
}
