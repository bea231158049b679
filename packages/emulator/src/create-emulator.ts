import { addControl } from './control/add-control.js'
import type { Emulator } from './emulator.js'
import { describeEndpoints } from './endpoints/describe-endpoints.js'
import { endpointTable, koboldTable } from './endpoints/endpoint-table.js'
import { applyFaults } from './faults/apply-faults.js'
import { createFaultInjector } from './faults/fault-injector.js'
import { preloadTemplates } from './engine/prompt/render-prompt.js'
import { playScript } from './engine/script/scripted-answer.js'
import type { Fault } from './faults/fault.js'
import { answerFetch } from './http/answer-fetch.js'
import { createDispatcher } from './http/dispatcher.js'
import { keepJournal } from './journal/journal.js'
import { loadAtStart } from './loading/load-at-start.js'
import { createServerState } from './state/server-state.js'
import { createDemoWorld } from './world/create-demo-world.js'
import { readConversation, readFaults, readWorld, WorldError } from './world/read-world.js'
import type { Keys, Settings, World } from './world/world.js'

/** Options of `createEmulator`. */
export interface EmulatorOptions {
  /** The whole world. Default: a small one with a loaded model that chats, reasons and calls tools. */
  world?: World
  /** Accepted keys, in place of those of the world. Without keys, everyone is an admin. */
  keys?: Keys
  /** Settings, merged over those of the world. */
  settings?: Settings
  /** Faults from the start. Default: none. */
  faults?: readonly Fault[]
  /** How many of the last requests the journal keeps, with their bodies. Default: 0. */
  journal?: number
  /** How many bytes of paths, headers and bodies the journal keeps; the oldest requests go first. Default: 16 MiB. */
  journalBytes?: number
  /**
   * Serves `/emulator/journal`, `/emulator/faults`, `/emulator/conversation` and `/emulator/keys`. Default: false. Over a
   * socket, the `Host` header must name this machine or a host that `listen` allows, and other machines need an admin
   * key.
   */
  control?: boolean
  /** A key that the control endpoints require of everyone, as `x-admin-key` or as a bearer token. Default: none. */
  controlKey?: string
}

/** Many requests of a test, and little enough for a server that runs for weeks. */
const defaultJournalBytes = 16 * 2 ** 20

/**
 * Creates a TabbyAPI server that responds as the real one does, bugs included, without a GPU or a socket.
 *
 * Two emulators share no state. Models, downloads, overrides and health last as long as the emulator does. By default
 * everything is as fast as the machine allows; `settings.speed` simulates the speed of a GPU.
 *
 * @param options - World, keys, settings, faults and journal. Everything has a default.
 * @returns The emulator, with its model loaded.
 * @throws {WorldError} when the world or a fault is not valid; it names everything wrong.
 * @example
 * ```ts
 * import { createEmulator } from '@tabby/emulator'
 *
 * const emulator = createEmulator()
 * const response = await emulator.fetch('http://emulator/v1/chat/completions', {
 *   method: 'POST',
 *   headers: { 'content-type': 'application/json' },
 *   body: JSON.stringify({ messages: [{ role: 'user', content: 'Hello' }] }),
 * })
 * console.log(await response.json())
 * ```
 */
export function createEmulator(options: EmulatorOptions = {}): Emulator {
  const given = options.world ? readWorld(options.world) : createDemoWorld()
  const keys = options.keys ?? given.keys
  const speed = { ...given.settings?.speed, ...options.settings?.speed }
  const settings = { ...given.settings, ...options.settings, speed }
  // A page would fetch with what its reader may reach.
  if (settings.fetchImages && ('document' in globalThis || 'WorkerGlobalScope' in globalThis)) {
    throw new WorldError('The world is not valid.\nsettings.fetchImages: images are not fetched in a browser')
  }
  const world: World = { ...given, settings, ...(keys ? { keys } : {}) }
  const server = createServerState(world)
  loadAtStart(server)
  if (server.model?.template) preloadTemplates()
  const served = server.settings.kobold ? [...endpointTable, ...koboldTable] : [...endpointTable]
  const faultInjector = createFaultInjector(readFaults(options.faults ?? []))
  const faulty = applyFaults(createDispatcher([...served, ...describeEndpoints(served)], server), faultInjector)
  const { dispatch: journaled, journal } = keepJournal(faulty, {
    entries: options.journal ?? 0,
    bytes: options.journalBytes ?? defaultJournalBytes,
  })
  const dispatch = options.control
    ? addControl(journaled, { faultInjector, journal, server, key: options.controlKey })
    : journaled
  return {
    fetch: (input, init) => answerFetch(dispatch, input, init),
    dispatch,
    rotateKeys: (rotated) => void (server.keys = rotated),
    useFaults: (faults) => faultInjector.replace(readFaults(faults)),
    switchConversation: (conversation) => void (server.script = playScript(readConversation(conversation))),
    journal: journal.entries,
    healthIssues: server.health.issues,
  }
}
