import { type Gateway, type GatewayLog, startGateway } from '../server/start-gateway.js'
import type { GatewaySettings } from '../settings/gateway-settings.js'

/** Writes a line of JSON for each entry. */
const log: GatewayLog = (entry) => console.log(JSON.stringify({ time: new Date().toISOString(), ...entry }))

/** Runs a gateway until SIGTERM or SIGINT, which drain it. A second one ends it at once. */
export async function serve(settings: GatewaySettings): Promise<void> {
  const gateway = await startGateway(settings, log)
  log({ level: 'info', message: 'listening', url: gateway.url, servers: settings.servers.map(({ url }) => url) })
  const reload = () => reloadKeys(gateway)
  process.on('SIGHUP', reload)
  await new Promise<void>((resolve) => {
    process.once('SIGTERM', resolve)
    process.once('SIGINT', resolve)
  })
  const quit = () => process.exit(1)
  process.on('SIGTERM', quit).on('SIGINT', quit)
  log({ level: 'info', message: 'draining', seconds: settings.drain / 1000 })
  await gateway.drain()
  process.off('SIGHUP', reload).off('SIGTERM', quit).off('SIGINT', quit)
  log({ level: 'info', message: 'ended' })
}

function reloadKeys(gateway: Gateway): void {
  try {
    gateway.reloadKeys()
    log({ level: 'info', message: 'keys were read again' })
  } catch (error) {
    log({
      level: 'error',
      message: 'keys could not be read, so the former ones stay',
      reason: (error as Error).message,
    })
  }
}
