import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import type { BenchObject } from './objects.js'

/**
 * The least that can be done: five reads at once, a comparison of names, eight writers, no check. `node lower-bound.js URL FILE PUT`, or DELETE
 */
const [url = '', file = '', method = ''] = process.argv.slice(2)
const removes = method === 'DELETE'
const agent = new Agent({ keepAlive: true, maxSockets: 8 })
const objects = JSON.parse(readFileSync(file, 'utf8')) as BenchObject[]

const lists = ['/', '/_ingest/pipeline', '/_index_template', '/_template', '/_cat/indices?format=json']
const [, pipelineList, templateList] = await Promise.all(lists.map((path) => send('GET', path)))
const known = `${String(pipelineList)}${String(templateList)}`
const toChange = objects.filter(({ path }) => known.includes(`"${String(path.split('/').at(-1))}"`) === removes)
// Templates name pipelines: these are there first, and go last.
for (const pipelines of removes ? [false, true] : [true, false]) {
  const left = toChange.filter((object) => isPipeline(object) === pipelines)
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let next = left.shift(); next !== undefined; next = left.shift())
        await send(method, next.path, removes ? undefined : JSON.stringify(next.body))
    }),
  )
}
agent.destroy()

function isPipeline({ path }: BenchObject): boolean {
  return path.startsWith('/_ingest/')
}

function send(verb: string, path: string, body?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : { 'content-type': 'application/json' }
    const sent = request(`${url}${path}`, { method: verb, agent, headers }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (part: string) => {
        text += part
      })
      answer.on('end', () => {
        const status = answer.statusCode ?? 0
        // A list of pipelines that has none is 404.
        if (status >= 400 && !(verb === 'GET' && status === 404))
          reject(new Error(`${verb} ${path}: ${status} ${text}`))
        else resolve(text)
      })
    })
    sent.on('error', reject).end(body)
  })
}
