// What our declarations cost a consumer's compiler: types and instantiations of a small app beyond those of an empty
// one, with `skipLibCheck`, as `tsc --extendedDiagnostics` counts them. One inner library in a declaration costs
// thousands (valibot 70,000 types), which nobody would notice here, where everything is compiled anyway.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ts from 'typescript'
import { createReport } from '../report.mjs'
import { listWorkspaces, root } from '../workspace.mjs'

// The union of errors that a code narrows takes 360 instantiations.
const budget = { types: 600, instantiations: 400 }

/** Twenty lines that do what most apps do: a client, a streamed answer, a plain one, and errors told apart. */
const chatApp = `import { createChatCompletion, readChatText, streamChatCompletion } from '@tabby/chat'
import { createTabbyClient, isTabbyError } from '@tabby/core'

const client = createTabbyClient({ baseUrl: 'http://127.0.0.1:5000', apiKey: 'a-key' })
const messages = [{ role: 'user' as const, content: 'Say hello' }]

async function main(): Promise<void> {
  const stream = await streamChatCompletion(client, { messages, temperature: 0.7 })
  for await (const text of readChatText(stream)) console.log(text)
  const answer = await createChatCompletion(client, { messages, max_tokens: 100 })
  console.log(answer.choices[0]?.message.content, answer.usage?.total_tokens)
}

try {
  await main()
} catch (error) {
  if (!isTabbyError(error)) throw error
  if (error.code === 'authentication_error') console.log('The key is wrong')
  else console.log(error.code, error.message)
}
`

const folder = mkdtempSync(join(tmpdir(), 'type-cost-'))
const modules = join(folder, 'node_modules', '@tabby')
const report = createReport()

/** Compiles one app against the built declarations, and returns what the compiler made. */
function compile(name, text) {
  const file = join(folder, `${name}.ts`)
  writeFileSync(file, text)
  const options = {
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts', 'lib.esnext.disposable.d.ts'],
    types: [],
    strict: true,
    skipLibCheck: true,
    noEmit: true,
  }
  const program = ts.createProgram([file], options)
  const problems = ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
  report.expectNone(`the app ${name} compiles`, problems)
  return { types: program.getTypeCount(), instantiations: program.getInstantiationCount() }
}

try {
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  mkdirSync(modules, { recursive: true })
  for (const workspace of listWorkspaces('packages')) {
    symlinkSync(join(root, workspace.folder), join(modules, workspace.short))
  }
  const empty = compile('empty', "console.log('nothing')\nexport {}\n")
  const chat = compile('streamed-chat', chatApp)
  const cost = { types: chat.types - empty.types, instantiations: chat.instantiations - empty.instantiations }
  console.log(`  a streamed chat: ${cost.types} types and ${cost.instantiations} instantiations beyond an empty app`)
  for (const [what, most] of Object.entries(budget)) {
    report.expectNone(
      `a streamed chat costs a consumer's compiler at most ${most} ${what}`,
      cost[what] > most ? [`${cost[what]}`] : [],
    )
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
report.finish()
