#!/usr/bin/env node
// Kept apart from the build, so that an install can link the command before the first build.
import '../dist/tabby.js'
