import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const app = fileURLToPath(new URL('..', import.meta.url))
const peers = fileURLToPath(new URL('../peers', import.meta.url))

const imports: readonly { readonly name: string; readonly isPeer: boolean; readonly modules: readonly string[] }[] = [
  { name: 'bare node', isPeer: false, modules: [] },
  { name: 'ky', isPeer: false, modules: ['ky'] },
  { name: '@tabby/core + @tabby/chat', isPeer: false, modules: ['@tabby/core', '@tabby/chat'] },
  { name: '@tabby/core/fetch + @tabby/chat', isPeer: false, modules: ['@tabby/core/fetch', '@tabby/chat'] },
  { name: 'openai', isPeer: true, modules: ['openai'] },
  { name: 'ollama', isPeer: true, modules: ['ollama/browser'] },
  { name: '@xsai', isPeer: true, modules: ['@xsai/stream-text'] },
  { name: 'AI SDK', isPeer: true, modules: ['ai', '@ai-sdk/openai-compatible'] },
  {
    name: 'mistral',
    isPeer: true,
    modules: ['@mistralai/mistralai/core.js', '@mistralai/mistralai/funcs/chatStream.js'],
  },
  { name: 'huggingface', isPeer: true, modules: ['@huggingface/inference'] },
]

const tellTime = 'const { user, system } = process.cpuUsage(); process.stdout.write(String((user + system) / 1000))'

function startOnce(modules: readonly string[], cwd: string) {
  const program = [...modules.map((module) => `import '${module}'`), tellTime].join('\n')
  const parameters = ['--input-type=module', '-e', program]
  const { status, stdout, stderr } = spawnSync(process.execPath, parameters, { cwd, encoding: 'utf8' })
  if (status !== 0) throw new Error(`cannot import ${modules.join(', ')}: ${stderr}`)
  return Number(stdout)
}

/**
 * The CPU time of a process that only imports, in milliseconds beyond one that imports nothing. The least of many
 * starts: what else the machine does can only make one dearer.
 */
export function measureColdImports(withPeers: boolean, rounds: number) {
  const wanted = imports.filter(({ isPeer }) => withPeers || !isPeer)
  const least = wanted.map(() => Number.POSITIVE_INFINITY)
  for (let round = 0; round < rounds; round++) {
    for (const [index, { isPeer, modules }] of wanted.entries()) {
      least[index] = Math.min(least[index]!, startOnce(modules, isPeer ? peers : app))
    }
  }
  return wanted.map(({ name }, index) => ({ name, milliseconds: least[index]! - (index === 0 ? 0 : least[0]!) }))
}
