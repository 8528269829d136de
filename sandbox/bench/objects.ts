import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** An object of the search engine, at the path of its own API. */
export interface BenchObject {
  path: string
  body: object
}

/** The same objects for everybody: for elkctl a folder with an application of its own, for the others a file with all of them. */
export interface BenchData {
  objects: BenchObject[]
  folder: string
  /** JSON: every object */
  file: string
  remove: () => void
}

/** Some of them are ingest pipelines, a third where nothing is said, the others templates that name them. */
export function benchData(count: number, pipelines = Math.floor(count / 3)): BenchData {
  const folder = mkdtempSync(join(tmpdir(), 'elkctl-bench-'))
  const objects = Array.from({ length: count }, (_, number) =>
    number < pipelines ? pipeline(number) : template(number, number % pipelines),
  )
  const { keys, ...profile } = application
  writeFileSync(join(folder, 'profile.json'), JSON.stringify({ ...profile, keys }))
  for (const { path, body } of objects) {
    const [, api = '', name = ''] = /^\/(.+)\/([^/]+)$/.exec(path) ?? []
    const home = join(folder, 'templates/bench', folders[api] ?? '')
    mkdirSync(home, { recursive: true })
    writeFileSync(join(home, `${name}.json`), JSON.stringify(body))
  }
  const file = join(folder, 'objects.json')
  writeFileSync(file, JSON.stringify(objects))
  // Nobody signs in: nor do the other programs.
  writeFileSync(join(folder, 'bench.env'), 'BENCH_URL=\n')
  return {
    ...{ objects, folder, file },
    remove: () => {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const folders: Record<string, string> = { '_ingest/pipeline': 'ingest-pipelines', _index_template: 'index-templates' }

const application = {
  ...{ name: 'bench', title: 'Bench', grammar: 'dotenv', retention: [{ days: 30 }], settings: {}, remarks: [] },
  ...{ roles: { service: 'bench-role' }, users: { service: 'bench' } },
  keys: { searchUrl: 'BENCH_URL', password: 'BENCH_PASSWORD' },
}

const pipeline = (number: number): BenchObject => ({
  path: `/_ingest/pipeline/bench-pipeline-${number}`,
  body: { description: `Pipeline ${number}`, processors: [{ set: { field: 'number', value: number } }] },
})

const template = (number: number, ofPipeline: number): BenchObject => ({
  path: `/_index_template/bench-template-${number}`,
  body: {
    index_patterns: [`bench-${number}-*`],
    template: {
      settings: { index: { number_of_shards: '1', default_pipeline: `bench-pipeline-${ofPipeline}` } },
      mappings: {
        properties: { '@timestamp': { type: 'date' }, message: { type: 'text' }, host: { type: 'keyword' } },
      },
    },
  },
})
