// Packing takes the kit out of the manifest: it is inlined by the build and never published.
module.exports = {
  hooks: {
    beforePacking(manifest) {
      delete manifest.devDependencies?.['@tabby/kit']
      return manifest
    },
  },
}
