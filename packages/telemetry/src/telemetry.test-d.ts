import type { MeterProvider, TracerProvider } from '@opentelemetry/api'
import { defineTool, type Tool } from '@tabby/chat'
import type { TabbyErrorCode, TabbyWrapper, Usage } from '@tabby/core'
import { expectTypeOf, test } from 'vitest'
import * as telemetry from './index.js'

test('each wrapper fits wrapTabbyClient', () => {
  expectTypeOf(telemetry.createTelemetry).returns.toEqualTypeOf<TabbyWrapper>()
  expectTypeOf(telemetry.createLog).returns.toEqualTypeOf<TabbyWrapper>()
  expectTypeOf(telemetry.createErrorGroups).returns.toEqualTypeOf<telemetry.ErrorGroups>()
  expectTypeOf<telemetry.ErrorGroups['wrapper']>().toEqualTypeOf<TabbyWrapper>()
})

test('options are closed, and each takes undefined', () => {
  expectTypeOf<{
    tracerProvider: TracerProvider
    meterProvider: MeterProvider
  }>().toExtend<telemetry.CallTelemetryOptions>()
  expectTypeOf<{
    names: undefined
    content: undefined
    propagate: undefined
  }>().toExtend<telemetry.CallTelemetryOptions>()
  // @ts-expect-error -- It is called names.
  telemetry.createTelemetry({ version: 'v0.1.0' })
  // @ts-expect-error -- A version that does not exist.
  telemetry.createTelemetry({ names: 'v2' })
  // @ts-expect-error -- A log needs its function.
  telemetry.createLog({})
})

test('tools keep their types', () => {
  const tool = defineTool({ name: 'clock', schema: { type: 'object' }, execute: () => 12 })
  const traced = telemetry.createToolSpans([tool])
  expectTypeOf(traced[0]).toEqualTypeOf<Tool<'clock', unknown, number>>()
  expectTypeOf<(typeof traced)['length']>().toEqualTypeOf<1>()
  // @ts-expect-error -- It has no function to run.
  telemetry.createToolSpans([{ type: 'function', function: { name: 'clock' } }])
})

test('an entry of the log says what it holds', () => {
  expectTypeOf<telemetry.TabbyLogEntry['code']>().toEqualTypeOf<TabbyErrorCode | 'other' | undefined>()
  expectTypeOf<telemetry.TabbyLogEntry['usage']>().toEqualTypeOf<Usage | undefined>()
  expectTypeOf<telemetry.TabbyLogEntry['milliseconds']>().toEqualTypeOf<number>()
  expectTypeOf<telemetry.ErrorGroup['last']>().toEqualTypeOf<Date>()
})
