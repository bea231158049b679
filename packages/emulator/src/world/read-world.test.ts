import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createDemoWorld } from './create-demo-world.js'
import { readWorld, WorldError } from './read-world.js'

const folder = new URL('../../worlds/', import.meta.url)

describe('readWorld', () => {
  test.each(readdirSync(folder))('takes %s, which ships with the package', (file) => {
    const world: unknown = JSON.parse(readFileSync(new URL(file, folder), 'utf8'))
    expect(readWorld(world)).toEqual(world)
  })

  test('takes the world that an emulator starts with', () => {
    expect(readWorld(createDemoWorld())).toEqual(createDemoWorld())
  })

  test.each([
    [{}, 'models: this key is missing'],
    [{ models: [{ name: '' }] }, 'models.0.name: '],
    [{ models: [{ name: 'a', modulez: 3 }] }, 'models.0.modulez: this key is not known'],
    [{ models: [], kyes: {} }, 'kyes: this key is not known'],
    [
      { models: [], settings: { speed: { tokensPerSecnd: 1 } } },
      'settings.speed.tokensPerSecnd: this key is not known',
    ],
    [{ models: [], loaded: { model: 'x' } }, 'loaded.model: there is no "x"'],
    [{ models: [], loaded: { preset: 'y' } }, 'loaded.preset: there is no "y"'],
    [null, 'the world: '],
  ])('refuses %j', (world, message) => {
    expect(() => readWorld(world)).toThrow(WorldError)
    expect(() => readWorld(world)).toThrow(message)
  })
})
