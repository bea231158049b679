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
  // One compiler checks all packages together (the stage `typecheck`); here it writes declarations only.
  // The kit is inlined: its JavaScript because it is no runtime dependency, its types because of this path.
  dts: {
    compilerOptions: { ignoreDeprecations: '6.0', noCheck: true, paths: { '@tabby/kit/*': ['../kit/src/*.ts'] } },
  },
  sourcemap: true,
  clean: true,
  plugins: [
    {
      name: 'no-foreign-paths',
      renderChunk(code, chunk) {
        // tsup would compose a map that is returned with the first one, and keep the paths of that.
        if (chunk.map) chunk.map = toPackageMap(chunk.map)
        // esbuild names each file in a comment; an empty line in its place leaves the source map as it is.
        return { code: code.replaceAll(/^\/\/ (?:\.\.\/)*(?:kit\/)?src\/.*$/gm, '') }
      },
    },
  ],
})

/** Rewrites a source map so that what was inlined from the kit lies in a folder of the package. */
function toPackageMap(map: string | object): string {
  const text = typeof map === 'string' ? map : JSON.stringify(map)
  return text.replaceAll(/"(?:\.\.\/)+kit\/src\//g, '"../src/inlined/').replaceAll('@tabby/kit/', '#inlined/')
}
