import { Button } from '../ui/button.js'
import { Notice } from '../ui/notice.js'
import { connectionWords } from '../words/connection-words.js'
import { checkAgain, isChecking } from './check-again.js'
import { connect } from './connect.js'
import { connection } from './connection.js'
import { explainProblem } from './explain-problem.js'
import { forgetServer } from './known-servers.js'
import { readPlainAddress } from './read-plain-address.js'
import { settings } from './settings.js'

/** Shows what was found out about the connection. */
export function ConnectionStatus() {
  const { baseUrl, isEmulator, report } = connection.value
  const where = isEmulator ? connectionWords.emulatorAsPlace : baseUrl
  const again = (
    <Button
      onClick={() => void checkAgain()}
      disabledReason={isChecking.value ? connectionWords.checkingTheServer : undefined}
    >
      {connectionWords.checkAgain}
    </Button>
  )
  if (!report) return <Notice title={connectionWords.connectingTo(where)} />
  const { ok, problems, model, permission, software = 'TabbyAPI' } = report
  return (
    <section class="connection-status" aria-label={connectionWords.connectionStatus}>
      {ok ? (
        <Notice
          kind="success"
          title={isEmulator ? connectionWords.connectedToTheEmulator : connectionWords.connectedTo(software)}
        >
          <dl class="connection-facts">
            <Fact
              label={connectionWords.address}
              value={isEmulator ? connectionWords.insideThisPageNothingIs : baseUrl}
            />
            <Fact label={connectionWords.model} value={model ?? connectionWords.none} />
            <Fact
              label={connectionWords.key}
              value={permission === 'admin' ? connectionWords.adminFullAccess : connectionWords.apiGenerateAndRead}
            />
          </dl>
        </Notice>
      ) : null}
      {problems.map((problem) => {
        const advice = explainProblem(problem, { page: location.href, baseUrl })
        const plain = problem.code === 'unreachable' ? readPlainAddress(baseUrl) : undefined
        return (
          <Notice key={problem.code} kind={problem.severity} title={problem.title}>
            <p>{advice}</p>
            {plain ? (
              <p class="connection-plain">
                {connectionWords.orItSpeaksHttpAnd}{' '}
                <Button
                  onClick={() => {
                    forgetServer(baseUrl)
                    connect({ ...settings.value, baseUrl: plain }, { keepsKeys: false })
                  }}
                >
                  {connectionWords.try(plain)}
                </Button>
              </p>
            ) : null}
            <p class="connection-seen">{connectionWords.details(problem.message)}</p>
          </Notice>
        )
      })}
      <div>{again}</div>
    </section>
  )
}

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  )
}
