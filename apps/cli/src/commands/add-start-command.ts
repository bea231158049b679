import type { Command } from 'commander'
import { extendTabbyClient, type TabbyClient } from '@tabby/core'
import { getHealth } from '@tabby/health'
import { getKeyPermission } from '@tabby/auth'
import { setCompletions } from '../completion/completions.js'
import type { Terminal } from '../terminal/terminal.js'
import { createConversation } from '../chat/conversation.js'
import { readPrompt } from '../input/read-input.js'
import { runConversation } from '../chat/run-conversation.js'
import { streamAnswer } from '../chat/stream-answer.js'
import { isHistoryOff } from '../history/find-data-folder.js'
import { requireModel } from '../models/require-model.js'
import { showModel } from '../models/show-model.js'
import { createReport } from '../output/create-report.js'
import type { Report } from '../output/report.js'
import { openServer } from '../server/open-server.js'
import { readSettings } from '../settings/saved-settings.js'
import { readServerSettings, type ServerFlags, type ServerSettings } from '../server/read-server-settings.js'

const examples = `
Examples:
  tabby start                       show the server, load a model if none is loaded, chat
  tabby start "Say hello"           the same, with a first message
  echo "Say hello" | tabby start    one reply
  tabby start --json "Say hello"    one reply, as JSON lines`

/** Adds `tabby start`, which `npm start` runs. */
export function addStartCommand(program: Command, terminal: Terminal): void {
  const command = program
    .command('start')
    .description('show the server, load a model if none is loaded, and chat; starts an emulator if no server is set')
    .argument('[prompt...]', 'first message; default in a pipe: standard input')
    .option('--server <name>', 'name of a saved server, see `tabby servers ls`')
    .option('--url <address>', 'address of the server (default: TABBY_BASE_URL)')
    .option('--model <name>', 'model to load, unless it is loaded already')
    .option('--json', 'write JSON lines')
    .addHelpText('after', examples)
    .action((words: string[], flags: StartFlags) => runStart(words, flags, terminal))
  setCompletions(command, { '--server': 'server', '--model': 'model' })
}

/** Flags of `tabby start`. */
interface StartFlags extends ServerFlags {
  model?: string
  json?: boolean
}

/** The message if there is neither a terminal nor a prompt. */
const firstQuestion = 'Say hello in one sentence.'

/** Shows the server, makes sure that a model is loaded, replies, and continues as a chat in a terminal. */
async function runStart(words: readonly string[], flags: StartFlags, terminal: Terminal): Promise<void> {
  const { json = false, model: wanted } = flags
  const settings = await readServerSettings(flags, terminal)
  terminal.server.source = settings.source
  const statistics = { areShown: (await readSettings(terminal)).stats }
  const report = createReport(terminal, { json, statistics })
  const isConversation = terminal.isInteractive && !json
  const given = await readPrompt(words, terminal)
  const server = await openServer(settings, terminal)
  const { interrupted: signal } = terminal
  try {
    const { status: health, issues } = await getHealth(server.client, { signal })
    await report.show({ type: 'server', url: server.url, emulator: server.isEmulator, health, issues })
    const { permission } = await getKeyPermission(server.client, { signal })
    await report.show({ type: 'key', permission })
    const client = withAdminKey(server.client, settings, permission)
    const model = await requireModel(client, { wanted, permission, report, signal })
    const limit = await showModel(client, model, { report, signal })
    const conversation = createConversation()
    const isPrivate = isHistoryOff(terminal)
    const session = { client, terminal, report, conversation, isPrivate, statistics, model: model.id, limit }
    if (isConversation) await runConversation(session, given)
    else await answerOnce(client, given || firstQuestion, { report, signal })
  } finally {
    report.settle()
    await server.close()
  }
}

/** A user whose only key is an admin key may have set it as the API key. */
function withAdminKey(client: TabbyClient, { apiKey, adminKey }: ServerSettings, permission: string): TabbyClient {
  return permission === 'admin' && !adminKey && apiKey ? extendTabbyClient(client, { adminKey: apiKey }) : client
}

async function answerOnce(
  client: TabbyClient,
  question: string,
  { report, signal }: { report: Report; signal: AbortSignal },
): Promise<void> {
  await report.show({ type: 'question', text: question })
  await streamAnswer(client, { messages: [{ role: 'user', content: question }] }, { report, signal })
}
