import { connection } from '../../connection/connection.js'
import { FailureNotice } from '../../server/failure-notice.js'
import { Reveal } from '../../server/reveal.js'
import { Button } from '../../ui/button.js'
import { Notice } from '../../ui/notice.js'
import { Progress } from '../../ui/progress.js'
import { Panel } from '../panel.js'
import { formatTimeLeft } from './format-time-left.js'
import { forgetLoad, type ModelLoad, modelLoads } from './model-loads.js'
import { runModelLoad } from './run-model-load.js'

const titles: Partial<Record<string, string>> = { vision: 'Vision part', draft: 'Draft model', model: 'Model' }

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
      Dismiss
    </Button>
  )
  if (phase === 'failed') {
    return (
      <FailureNotice error={error}>
        <p>{name} is not loaded. The model before it has been unloaded too.</p>
        {dismiss}
      </FailureNotice>
    )
  }
  if (phase === 'loaded' && alreadyLoaded) {
    return (
      <Notice kind="warning" title={`${name} was already loaded`}>
        <p>The server ignored all parameters. To change them, unload the model first.</p>
        <div class="panel-actions">
          <Button onClick={() => void runModelLoad(client, params, true)}>Unload and reload</Button>
          {dismiss}
        </div>
      </Notice>
    )
  }
  if (phase === 'loaded') {
    return (
      <Notice kind={differences.length > 0 ? 'warning' : 'success'} title={`${name} is loaded`}>
        {differences.length > 0 ? (
          <>
            <p>Some parameters are different from what you asked for:</p>
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
    <Panel title={`Loading ${name}`}>
      {phase === 'waiting' ? (
        <Progress label="Waiting for running replies and loads" fraction={undefined} />
      ) : (
        <Progress label={`${Math.floor(100 * fraction)} %`} fraction={fraction} detail={formatTimeLeft(timeLeft)} />
      )}
      <div class="load-parts">
        {parts.map(({ type, module, modules }) => (
          <Progress
            key={type}
            label={titles[type] ?? type}
            fraction={module / modules}
            detail={`${module} of ${modules} modules`}
          />
        ))}
      </div>
      <p class="field-hint">A load cannot be stopped. It continues if you leave this page.</p>
    </Panel>
  )
}
