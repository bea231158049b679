import { describe, expect, test } from 'vitest'
import { toDownloadParams, emptyDownloadForm } from './download/to-download-params.js'
import { compareWithCard } from './load/compare-with-card.js'
import { formatTimeLeft } from './load/format-time-left.js'
import { createLoadForm } from './load/load-form.js'
import { toLoadParams } from './load/to-load-params.js'
import { toLoraParams } from './lora/to-lora-params.js'
import { readOverrideRows, toOverrideRows } from './overrides/override-rows.js'
import { readAdminObstacle } from '../server/read-admin-obstacle.js'

describe('a load', () => {
  test('sends nothing but what was typed', () => {
    expect(toLoadParams(createLoadForm(' a-model '))).toEqual({ params: { model_name: 'a-model' }, issues: {} })
  })

  test('sends all that was typed, as the server takes it', () => {
    const form = {
      ...createLoadForm('a/b'),
      contextLength: ' 8192 ',
      cacheSize: '16384',
      cacheMode: '6, 4',
      chunkSize: '512',
      template: 'chatml',
      vision: 'yes',
      draft: 'small',
      draftSplit: '2 0',
      tensorParallel: 'no',
      splitAutomatically: 'no',
      split: '24, 20.5',
      reserve: '96',
      ropeScale: '2',
      ropeAlpha: 'Auto',
      outputChunking: 'no',
    } as const
    expect(toLoadParams(form)).toEqual({
      params: {
        model_name: 'a/b',
        max_seq_len: 8192,
        cache_size: 16_384,
        cache_mode: '6,4',
        chunk_size: 512,
        prompt_template: 'chatml',
        vision: true,
        draft_model: { draft_model_name: 'small', draft_gpu_split: [2, 0] },
        tensor_parallel: false,
        gpu_split_auto: false,
        gpu_split: [24, 20.5],
        autosplit_reserve: [96],
        rope_scale: 2,
        rope_alpha: 'auto',
        output_chunking: false,
      },
      issues: {},
    })
  })

  test('names each field that the server would misread', () => {
    const form = {
      ...createLoadForm(''),
      contextLength: '4k',
      cacheSize: '1000',
      cacheMode: 'Q5',
      chunkSize: '0',
      split: '24 GB',
      ropeAlpha: '-1',
    }
    expect(Object.keys(toLoadParams(form).issues).sort()).toEqual(
      ['name', 'contextLength', 'cacheSize', 'cacheMode', 'chunkSize', 'split', 'ropeAlpha'].sort(),
    )
    expect(toLoadParams({ ...createLoadForm('a'), contextLength: '-1' }).issues).toEqual({})
  })

  test('with a cache that leaves no prompt any room is stopped', () => {
    const form = { ...createLoadForm('a'), contextLength: '2048', chunkSize: '2048' }
    expect(toLoadParams(form).issues).toEqual({ chunkSize: expect.stringContaining('every prompt is refused') })
    expect(toLoadParams({ ...form, cacheSize: '4096' }).issues).toEqual({})
  })

  test('is compared with what came of it', () => {
    const card = { id: 'a', object: 'model', created: 0, owned_by: 'tabbyAPI' }
    const parameters = { max_seq_len: 4096, cache_mode: 'Q8', prompt_template: 'own', use_vision: false }
    const params = { model_name: 'a', max_seq_len: 8192, cache_mode: 'Q8', prompt_template: 'unknown', vision: true }
    expect(compareWithCard(params, { ...card, parameters })).toEqual([
      'context: 8192 was requested, 4096 is used',
      'template: unknown was requested, own is used',
      'vision: was requested, but is not loaded',
    ])
    expect(compareWithCard({ model_name: 'a', max_seq_len: -1, rope_alpha: 'auto' }, { ...card, parameters })).toEqual(
      [],
    )
  })

  test('takes about so long', () => {
    const shown = [undefined, 0, 400, 59_000, 100_000, 4_000_000].map(formatTimeLeft)
    expect(shown).toEqual(['', '', 'about 1 s left', 'about 59 s left', 'about 2 min left', 'about 1 h 7 min left'])
  })
})

describe('a download', () => {
  test('takes an address of the hub for its repository and branch', () => {
    const read = (repository: string) => toDownloadParams({ ...emptyDownloadForm, repository })
    expect(read(' owner/name ')).toEqual({ repo_id: 'owner/name' })
    expect(read('https://huggingface.co/owner/name/')).toEqual({ repo_id: 'owner/name' })
    expect(read('https://huggingface.co/owner/name/tree/4.0bpw')).toEqual({ repo_id: 'owner/name', revision: '4.0bpw' })
  })

  test('sends patterns as lists', () => {
    const form = {
      ...emptyDownloadForm,
      repository: 'a/b',
      type: 'lora',
      include: '*.json, *.bin',
      exclude: 'x',
    } as const
    expect(toDownloadParams(form)).toEqual({
      repo_id: 'a/b',
      repo_type: 'lora',
      include: ['*.json', '*.bin'],
      exclude: ['x'],
    })
  })
})

test('LoRAs are loaded with their scaling, 1 where none is typed', () => {
  const choices = [
    { name: 'a', isChosen: true, scaling: '' },
    { name: 'b', isChosen: true, scaling: '0.5' },
    { name: 'c', isChosen: false, scaling: '?' },
    { name: 'd', isChosen: true, scaling: 'half' },
  ]
  const { loras, issues } = toLoraParams(choices)
  expect(loras).toEqual([
    { name: 'a', scaling: 1 },
    { name: 'b', scaling: 0.5 },
  ])
  expect(Object.keys(issues)).toEqual(['d'])
})

describe('overrides', () => {
  test('are made of rows, in the shape that does not break the server', () => {
    const rows = [
      { field: 'temperature', value: '0.7', force: false },
      { field: ' stop ', value: '["a"]', force: true },
      { field: '', value: ' ', force: false },
    ]
    expect(readOverrideRows(rows)).toEqual({
      overrides: { temperature: { override: 0.7 }, stop: { override: ['a'], force: true } },
      issues: [undefined, undefined, undefined],
    })
  })

  test('that the server would fail on are told at their row', () => {
    const rows = [
      { field: 'temperature', value: '0.7', force: false },
      { field: 'min_p', value: '1.5', force: true },
      { field: 'top_p', value: '', force: false },
      { field: '', value: '3', force: false },
      { field: 'temperature', value: '1', force: false },
    ]
    const { issues } = readOverrideRows(rows)
    expect(issues.map((issue) => issue?.severity)).toEqual([undefined, 'error', 'error', 'error', 'error'])
  })

  test('begin with the values of a preset', () => {
    expect(toOverrideRows({ temperature: 0.8, stop: ['a'], template: 'b' })).toEqual([
      { field: 'temperature', value: '0.8', force: false },
      { field: 'stop', value: '["a"]', force: false },
      { field: 'template', value: 'b', force: false },
    ])
  })
})

test('what only an admin may do has a reason in words for everybody else', () => {
  const report = {} as never
  expect(readAdminObstacle({ permission: 'admin', report })).toBeUndefined()
  expect(readAdminObstacle({ permission: 'api', report })).toContain('needs an admin key')
  expect(readAdminObstacle({ permission: undefined, report: undefined })).toContain('not known yet')
  expect(readAdminObstacle({ permission: undefined, report })).toContain('see Connection')
})
