import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import type { BenchObject } from './objects.js'

/**
 * The least that can be done: five reads at once, a comparison of names, eight writers, no check. `node lower-bound.js URL FILE`
 */
const [url = '', file = ''] = process.argv.slice(2)
const agent = new Agent({ keepAlive: true, maxSockets: 8 })
const objects = JSON.parse(readFileSync(file, 'utf8')) as BenchObject[]

const lists = ['/', '/_ingest/pipeline', '/_index_template', '/_template', '/_cat/indices?format=json']
const [, pipelines, templates] = await Promise.all(lists.map((path) => send('GET', path)))
const known = `${String(pipelines)}${String(templates)}`
const missing = objects.filter(({ path }) => !known.includes(`"${String(path.split('/').at(-1))}"`))
for (const isReady of [isPipeline, (object: BenchObject) => !isPipeline(object)]) {
  const left = missing.filter(isReady)
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let next = left.shift(); next !== undefined; next = left.shift())
        await send('PUT', next.path, JSON.stringify(next.body))
    }),
  )
}
agent.destroy()

function isPipeline({ path }: BenchObject): boolean {
  return path.startsWith('/_ingest/')
}

function send(method: string, path: string, body?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : { 'content-type': 'application/json' }
    const sent = request(`${url}${path}`, { method, agent, headers }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (part: string) => {
        text += part
      })
      answer.on('end', () => {
        const status = answer.statusCode ?? 0
        // A list of pipelines that has none is 404.
        if (status >= 400 && !(method === 'GET' && status === 404))
          reject(new Error(`${method} ${path}: ${status} ${text}`))
        else resolve(text)
      })
    })
    sent.on('error', reject).end(body)
  })
}
