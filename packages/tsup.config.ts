import { defineConfig } from 'tsup'
import { keepStreamsApart } from './streams.config.js'

/** One build for every package: tsup looks for its configuration upwards from the package that it builds. */
export default defineConfig({
  format: 'esm',
  target: 'es2022',
  platform: 'neutral',
  // A neutral build leaves nothing out by itself; modules of Node are imported by the entries for Node alone.
  external: [/^node:/],
  // Deno and workerd know Node's modules by their prefix alone.
  removeNodeProtocol: false,
  // tsup sets `baseUrl`, which TypeScript 6 reports as deprecated (TS5101) and then writes no declarations.
  dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
  sourcemap: true,
  clean: true,
  esbuildPlugins: [keepStreamsApart],
  plugins: [
    {
      name: 'no-source-paths',
      // esbuild names each file in a comment; an empty line in its place leaves the source map as it is.
      renderChunk: (code, { map }) => ({ code: code.replaceAll(/^\/\/ (?:\.\.\/)*src\/.*$/gm, ''), map }),
    },
  ],
})
