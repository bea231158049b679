import { defineConfig } from 'tsup'

/** Programs, each a process of its own. The packages stay outside: what is measured is what users install. */
export default defineConfig({
  entry: [
    'src/bench.ts',
    'src/server/{bench-server,emulator-server,pass-through}.ts',
    'src/measure/{client-process,read-slowly}.ts',
    'src/clients/*.ts',
  ],
  format: 'esm',
  target: 'node20',
  platform: 'node',
  skipNodeModulesBundle: true,
  clean: true,
})
