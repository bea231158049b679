import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus'
import { MeterProvider } from '@opentelemetry/sdk-metrics'
import type { TabbyPool } from '@tabby/pool'

/** Keeps the metrics of a gateway in memory, and writes them for Prometheus. */
export function createMetrics() {
  const exporter = new PrometheusExporter({ preventServerStart: true })
  const meterProvider = new MeterProvider({ readers: [exporter] })
  const meter = meterProvider.getMeter('@tabby/gateway')
  const requests = meter.createCounter('tabby.gateway.requests', { description: 'Requests by status' })
  return {
    meterProvider,
    /** Counts a request that has ended. */
    count: (status: number) => requests.add(1, { status: String(status) }),
    /** Shows how the servers are. */
    watch(pool: TabbyPool) {
      const gauge = (name: string, description: string, get: (member: TabbyPool['members'][number]) => number) =>
        meter.createObservableGauge(name, { description }).addCallback((result) => {
          for (const member of pool.members) result.observe(get(member), { server: member.client.baseUrl })
        })
      gauge('tabby.gateway.server.up', 'Whether a server is up', ({ isUp }) => Number(isUp))
      gauge('tabby.gateway.server.busy', 'Calls that a server is working on', ({ busy }) => busy)
    },
    /** Writes all of them as text. */
    async read(): Promise<string> {
      const { resourceMetrics } = await exporter.collect()
      return new PrometheusSerializer().serialize(resourceMetrics)
    },
    close: () => meterProvider.shutdown(),
  }
}
