import { defineConfig } from 'tsup'

/** One build for every package: each build script names it. */
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
  plugins: [
    {
      name: 'no-source-paths',
      // esbuild names each file in a comment; an empty line in its place leaves the source map as it is.
      renderChunk: (code, { map }) => ({ code: code.replaceAll(/^\/\/ (?:\.\.\/)*src\/.*$/gm, ''), map: map ?? null }),
    },
  ],
})
