// What guards the project, in stages, each of which lists the commands that it runs.

/** Lanes run one group after the other. Suites wait for sockets and timers, so the checks of files run beside them. */
export const lanes = [['build'], ['suites', 'files'], ['alone']]

const turbo = (task, ...rest) => [
  'turbo',
  'run',
  task,
  '--output-logs=full',
  '--continue=dependencies-successful',
  ...rest,
]

const typecheck = (project) => [
  'node',
  'node_modules/typescript-native/bin/tsc',
  '--checkers',
  '2',
  '--project',
  project,
]

/** `needsBuild`: the stage reads `dist` and is not worth running after a failed build. */
export const stages = [
  { name: 'build', lane: 'build', commands: [turbo('build')] },
  {
    name: 'typecheck',
    lane: 'files',
    commands: [
      typecheck('.ci/build/tsconfig.json'),
      typecheck('.ci/build/tsconfig.libraries.json'),
      typecheck('apps/playground/tsconfig.json'),
    ],
  },
  {
    name: 'lint',
    lane: 'files',
    commands: [
      ['pnpm', 'run', 'lint:rules'],
      ['node', '.ci/checks/layout.mjs'],
      ['node', '.ci/checks/workflows.mjs'],
      ['node', '.ci/checks/dockerfiles.mjs'],
      ['pnpm', 'run', 'lint:format'],
    ],
  },
  // Three suites share two cores, and one that fails beside others has to pass alone.
  {
    name: 'tests',
    lane: 'suites',
    repeatsAlone: true,
    commands: [turbo('test', '--filter=!@tabby/examples', '--concurrency=3')],
  },
  {
    name: 'packaging',
    lane: 'files',
    needsBuild: true,
    commands: [
      ['node', '.ci/checks/packages.mjs'],
      ['node', '.ci/checks/consumer.mjs'],
    ],
  },
  {
    name: 'sizes',
    lane: 'files',
    needsBuild: true,
    commands: [
      ['node', '.ci/checks/sizes.mjs'],
      ['node', '.ci/checks/type-cost.mjs'],
      ['node', 'apps/playground/check-first-load.mjs'],
    ],
  },
  { name: 'page', lane: 'suites', commands: [['node', 'apps/playground/test/run-page-tests.mjs']] },
  {
    name: 'knip',
    lane: 'files',
    commands: [['knip', '--config', '.ci/checks/knip.json', '--no-progress', '--no-config-hints']],
  },
  { name: 'boundaries', lane: 'files', commands: [['node', '.ci/checks/boundaries.mjs']] },
  {
    name: 'api',
    lane: 'files',
    needsBuild: true,
    commands: [
      ['node', '.ci/checks/api.mjs'],
      ['node', '.ci/checks/minimum-cores.mjs'],
    ],
  },
  { name: 'docs', lane: 'files', commands: [['node', '.ci/checks/docs.mjs']] },
  { name: 'site', lane: 'files', commands: [['node', 'apps/docs/test/check-site.mjs']] },
  { name: 'commands', lane: 'files', needsBuild: true, commands: [['node', '.ci/checks/commands.mjs']] },
  { name: 'examples', lane: 'files', commands: [turbo('test', '--filter=@tabby/examples')] },
  { name: 'changesets', lane: 'files', commands: [['node', '.ci/checks/changesets.mjs']] },
  // These measure time.
  { name: 'alone', lane: 'alone', commands: [turbo('test:alone', '--concurrency=1')] },
]
