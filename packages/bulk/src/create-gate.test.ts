import { TabbyConnectionError } from '@tabby/core'
import { expect, test } from 'vitest'
import { createGate } from './create-gate.js'

test('what began before the gate was closed neither closes it again nor opens it', () => {
  const gate = createGate(() => undefined)
  const error = new TabbyConnectionError('It broke', { reason: undefined })
  gate.close(error, 0)
  gate.open(0)
  expect([gate.isOpen, gate.reason]).toEqual([false, error])
  gate.open(1)
  gate.close(error, 0)
  expect([gate.isOpen, gate.reason]).toEqual([true, undefined])
  gate.stop()
})
