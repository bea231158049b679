import { isTabbyError } from '@tabby/core'
import { listTemplates, switchTemplate, unloadTemplate } from '@tabby/templates'
import { connection } from '../../connection/connection.js'
import { FailureNotice } from '../../server/failure-notice.js'
import { readAdminObstacle } from '../../server/read-admin-obstacle.js'
import { Reveal } from '../../server/reveal.js'
import { useAction } from '../../server/use-action.js'
import { useResource } from '../../server/use-resource.js'
import { Button } from '../../ui/button.js'
import { modelWords } from '../../words/model-words.js'
import { AdminNote } from '../admin-note.js'
import { Panel } from '../panel.js'
import { readLoadedModel } from '../read-loaded-model.js'

/** Prompt templates: the one in use, and those to switch to. */
export function TemplatesTab() {
  const { client } = connection.value
  const obstacle = readAdminObstacle(connection.value)
  const model = useResource((signal) => readLoadedModel(client, 'main', signal), [client])
  const list = useResource((signal) => listTemplates(client, { signal }), [client])
  const action = useAction()
  const current = model.value?.parameters?.prompt_template
  const source = model.value?.parameters?.prompt_template_content
  const missing = model.value === null ? modelWords.noModelIsLoaded : undefined
  const reason = obstacle ?? missing ?? (action.isRunning ? modelWords.theServerIsBusy : undefined)
  const names = (list.value?.data ?? []).filter((name) => name !== current).sort()
  // The server's 500 has no CORS headers, so the browser hides it from the page (recording template_switch_unknown).
  const isHidden = isTabbyError(action.failure) && ['connection_error', 'server_error'].includes(action.failure.code)
  return (
    <div class="models-columns">
      <div class="models-column">
        <Panel
          title={current ?? modelWords.noTemplate}
          aside={current ? <span class="badge">{modelWords.inUse}</span> : null}
        >
          {model.error === undefined ? null : <FailureNotice error={model.error} />}
          {missing ? <p class="panel-empty">{modelWords.noModelIsLoadedSo}</p> : null}
          {model.value && !current ? <p>{modelWords.withoutATemplateTheModel}</p> : null}
          {source ? (
            <details class="form-more">
              <summary>{modelWords.sourceJinja}</summary>
              <pre class="template-source" tabIndex={0} aria-label={modelWords.sourceOfTheTemplate}>
                {source}
              </pre>
            </details>
          ) : null}
          {current ? (
            <div class="panel-actions">
              <Button disabledReason={reason} onClick={() => void action.run(() => unloadTemplate(client))}>
                {modelWords.useNoTemplate}
              </Button>
            </div>
          ) : null}
        </Panel>
        {action.failure === undefined ? null : (
          <Reveal>
            <FailureNotice error={action.failure} advice={isHidden ? modelWords.thereMayBeAnError : undefined} />
          </Reveal>
        )}
      </div>
      <Panel title={modelWords.templatesOnTheServer}>
        <AdminNote what={modelWords.switching} list={modelWords.theTemplateInUse} />
        {list.error === undefined ? null : <FailureNotice error={list.error} />}
        {list.value && names.length === 0 ? <p class="panel-empty">{modelWords.noOtherTemplateIsListed}</p> : null}
        <ul class="model-list" aria-label={modelWords.templates}>
          {names.map((name) => (
            <li key={name}>
              <span class="model-name">{name}</span>
              <Button
                label={modelWords.useTemplate(name)}
                disabledReason={reason}
                onClick={() => void action.run(() => switchTemplate(client, { prompt_template_name: name }))}
              >
                {modelWords.use}
              </Button>
            </li>
          ))}
        </ul>
        <p class="field-hint">{modelWords.aSwitchHoldsUntilA}</p>
      </Panel>
    </div>
  )
}
