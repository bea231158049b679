// Imports go downwards only: apps -> adapters -> clients -> services -> kit -> core -> (ky, eventsource-parser). The manifests say so, pnpm
// refuses an import that a manifest does not name (pnpm-workspace.yaml hoists nothing), and the linter refuses cycles.
import { createReport } from '../report.mjs'
import { listCoreUsers, listLayer, listPackages, listServices, listWorkspaces } from '../workspace.mjs'

const report = createReport()
const names = (section) => Object.keys(section ?? {}).sort()
const isOurs = (name) => name.startsWith('@tabby/')
const beyond = (section, allowed) => names(section).filter((name) => !allowed.includes(name))
const missing = (section, needed) =>
  needed.filter((name) => !names(section).includes(name)).map((name) => `${name} is missing`)

for (const { short, manifest } of listServices()) {
  report.expectNone(`${short} depends on valibot alone`, beyond(manifest.dependencies, ['valibot']))
  report.expectNone(`${short} has @tabby/core as its one peer`, [
    ...beyond(manifest.peerDependencies, ['@tabby/core']),
    ...missing(manifest.peerDependencies, ['@tabby/core']),
  ])
  report.expectNone(
    `${short} develops against no sibling`,
    beyond(manifest.devDependencies, ['@tabby/core', '@tabby/emulator', '@tabby/kit']).filter(isOurs),
  )
}

/** The libraries that a client or an adapter exists for; `valibot` checks what comes back, as in a service. */
const libraries = {
  resilience: ['cockatiel', 'p-queue'],
  pool: [],
  telemetry: [],
  oauth: ['oauth4webapi'],
  openai: [],
  'ai-sdk': ['@ai-sdk/provider'],
  langchain: [],
  mcp: ['@modelcontextprotocol/client', '@modelcontextprotocol/server'],
  bulk: [],
}
const services = listServices().map(({ manifest }) => manifest.name)
const clients = listLayer('clients').map(({ manifest }) => manifest.name)
for (const [layer, below] of [
  ['clients', ['@tabby/core', ...services]],
  ['adapters', ['@tabby/core', ...services, ...clients]],
]) {
  for (const { short, manifest } of listLayer(layer)) {
    report.expectNone(
      `${short} depends on the libraries that it exists for alone`,
      beyond(manifest.dependencies, [...libraries[short], 'valibot']),
    )
    report.expectNone(`${short} has @tabby/core as a peer, and of ours nothing but the layers below`, [
      ...beyond(manifest.peerDependencies, below).filter(isOurs),
      ...missing(manifest.peerDependencies, ['@tabby/core']),
    ])
  }
}

for (const { short, manifest } of listCoreUsers()) {
  report.expectNone(
    `the peer ranges of ${short} are explicit: a workspace range would raise the minimum with each release`,
    Object.entries(manifest.peerDependencies ?? {})
      .filter(([name, range]) => isOurs(name) && !/^\^\d+\.\d+\.\d+(?: \|\| \^\d+\.\d+\.\d+)*$/.test(range))
      .map(([name]) => name),
  )
}

const [core] = listWorkspaces('packages').filter(({ short }) => short === 'core')
report.expectNone('core depends on ky and eventsource-parser alone', [
  ...beyond(core.manifest.dependencies, ['ky', 'eventsource-parser']),
  ...names(core.manifest.peerDependencies),
])
report.expectNone(
  'core develops against the emulator alone',
  names(core.manifest.devDependencies).filter((name) => isOurs(name) && name !== '@tabby/emulator'),
)

const [kit] = listWorkspaces('packages').filter(({ short }) => short === 'kit')
report.expectNone('the kit is private and imports the core alone', [
  ...(kit.manifest.private === true ? [] : ['private']),
  ...beyond(kit.manifest.dependencies, ['valibot']),
  ...names(kit.manifest.devDependencies).filter((name) => isOurs(name) && !/core$|emulator$/.test(name)),
])

const [emulator] = listWorkspaces('packages').filter(({ short }) => short === 'emulator')
report.expectNone(
  'the emulator knows no package of ours: it would agree with the mistakes that it is used to find',
  ['dependencies', 'peerDependencies', 'devDependencies', 'optionalDependencies'].flatMap((section) =>
    names(emulator.manifest[section]).filter(isOurs),
  ),
)

const everywhere = [...listWorkspaces('packages'), ...listWorkspaces('apps')]
const ranges = new Map()
for (const { short, manifest } of everywhere) {
  for (const section of ['dependencies', 'devDependencies', 'peerDependencies']) {
    for (const [name, range] of Object.entries(manifest[section] ?? {})) {
      // What a package is tested with may be narrower than the peers that it takes.
      if (isOurs(name) || (section === 'peerDependencies' && manifest.devDependencies?.[name] === 'catalog:')) continue
      const perRange = ranges.get(name) ?? new Map()
      perRange.set(range, [...(perRange.get(range) ?? []), short])
      ranges.set(name, perRange)
    }
  }
}
report.expectNone(
  'a dependency has the same range everywhere',
  [...ranges]
    .filter(([, perRange]) => perRange.size > 1)
    .map(
      ([name, perRange]) =>
        `${name}: ${[...perRange].map(([range, users]) => `${range} in ${users.join(', ')}`).join('; ')}`,
    ),
)
report.expectNone(
  'apps take our packages from the workspace',
  listWorkspaces('apps').flatMap(({ short, manifest }) =>
    Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })
      .filter(([name, range]) => isOurs(name) && range !== 'workspace:^')
      .map(([name, range]) => `${short}: ${name} ${range}`),
  ),
)
report.expectNone(
  'packages declare what publishing needs',
  listPackages().flatMap(({ short, manifest }) =>
    [
      manifest.type === 'module' || 'type is module',
      manifest.sideEffects === false || 'sideEffects is false',
      manifest.engines?.node === '>=20.19' || 'engines.node is >=20.19',
      manifest.license === 'MIT' || 'license is MIT',
      manifest.publishConfig?.access === 'public' || 'publishConfig.access is public',
      manifest.exports?.['./package.json'] === './package.json' || './package.json is exported',
    ]
      .filter((outcome) => outcome !== true)
      .map((wanted) => `${short}: ${wanted}`),
  ),
)
report.finish()
