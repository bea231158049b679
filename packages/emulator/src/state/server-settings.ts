import type { Settings, Speed } from '../world/world.js'

/** The settings with every default filled in. */
export interface ServerSettings extends Required<Omit<Settings, 'speed'>> {
  speed: Required<Speed>
}

/** Fills in the defaults of settings. */
export function readSettings(settings: Settings = {}): ServerSettings {
  return {
    pingSeconds: 15,
    kobold: true,
    disableRequestStreaming: false,
    inlineModelLoading: false,
    dummyModelNames: [],
    sendTracebacks: false,
    logRequests: false,
    maxBodyBytes: 8 * 2 ** 20,
    workingLoras: false,
    marks: true,
    answers: 'readable',
    seed: 0,
    ...settings,
    speed: { tokensPerSecond: 0, prefillMilliseconds: 0, moduleMilliseconds: 0, ...settings.speed },
  }
}
