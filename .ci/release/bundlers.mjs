import { createRequire } from 'node:module'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { installTools } from './install-tools.mjs'
import { bundleWithNext } from './next.mjs'
import { runCommand } from './run-command.mjs'

/** The bundlers whose output is looked at, and Rollup's plugin that finds packages. */
export const bundlerVersions = {
  '@oven/bun-linux-x64': '1.4.5',
  '@rollup/plugin-node-resolve': '16.0.3',
  esbuild: '0.28.2',
  rollup: '4.68.7',
  vite: '8.3.8',
  webpack: '5.112.2',
}

/** Modules of a bundle of Rollup's kind that kept at least one character. */
const listRendered = (output) =>
  output.flatMap((chunk) =>
    Object.entries(chunk.modules ?? {})
      .filter(([, { renderedLength }]) => renderedLength > 0)
      .map(([path]) => path),
  )

/** Each bundler as a function from an entry file to the modules of which something is left in the bundle. */
export function listBundlers() {
  const modules = installTools('bundlers', { dependencies: bundlerVersions })
  const require = createRequire(join(modules, 'any.js'))
  const load = async (name) => {
    const module = await import(pathToFileURL(require.resolve(name)).href)
    return module.default ?? module
  }
  return {
    async esbuild(entry) {
      const { build } = await load('esbuild')
      const { metafile } = await build({
        entryPoints: [entry],
        bundle: true,
        format: 'esm',
        write: false,
        metafile: true,
      })
      return Object.values(metafile.outputs).flatMap(({ inputs }) =>
        Object.entries(inputs)
          .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
          .map(([path]) => path),
      )
    },
    async rollup(entry) {
      const { rollup } = await load('rollup')
      const { nodeResolve } = await load('@rollup/plugin-node-resolve')
      const bundle = await rollup({ input: entry, plugins: [nodeResolve({ browser: true })], onwarn: () => {} })
      return listRendered((await bundle.generate({ format: 'es' })).output)
    },
    async vite(entry) {
      const path = join(modules, 'vite', 'dist', 'node', 'index.js')
      const { build } = await import(pathToFileURL(path).href)
      const result = await build({
        configFile: false,
        logLevel: 'silent',
        root: join(entry, '..'),
        build: { write: false, rollupOptions: { input: entry } },
      })
      return listRendered([result].flat().flatMap(({ output }) => output))
    },
    async webpack(entry, folder) {
      const webpack = await load('webpack')
      const stats = await new Promise((resolve, reject) => {
        const output = { path: join(folder, 'webpack'), filename: 'app.js' }
        const settings = { entry, mode: 'production', context: folder, output, experiments: { topLevelAwait: true } }
        webpack(settings, (error, result) => (error ? reject(error) : resolve(result)))
      })
      if (stats.hasErrors()) throw new Error(stats.toString('errors-only'))
      const kept = (list) => list.flatMap((each) => (each.modules ? kept(each.modules) : [each]))
      const { modules: all } = stats.toJson({ all: false, modules: true, nestedModules: true, orphanModules: false })
      return kept(all).map(({ name }) => name)
    },
    async bun(entry, folder) {
      const metafile = join(folder, 'bun.json')
      const parts = ['build', entry, '--target=browser', `--outdir=${join(folder, 'bun')}`, `--metafile=${metafile}`]
      const program = join(modules, '@oven', 'bun-linux-x64', 'bin', 'bun')
      writeFileSync(metafile, '')
      const { code, output } = await runCommand(program, parts, { cwd: folder, env: process.env })
      if (code !== 0) throw new Error(output)
      return Object.values(JSON.parse(readFileSync(metafile, 'utf8')).outputs).flatMap(({ inputs }) =>
        Object.entries(inputs)
          .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
          .map(([path]) => path),
      )
    },
    'next.js': bundleWithNext,
  }
}
