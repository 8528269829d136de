import { spawn } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from '@jest/globals'
import { projectFolder } from './fixtures.js'

let server: Server | undefined
afterEach(() => {
  server?.close()
})

interface Asked {
  method: string | undefined
  path: string | undefined
  authorization: string | undefined
  body: string
}

/** A stack that answers so, one after the other: statuses and bodies as Elasticsearch's documentation has them for _create and _bulk. */
async function stack(answers: { status: number; body?: unknown }[]): Promise<{ url: string; asked: Asked[] }> {
  const asked: Asked[] = []
  server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (text: string) => (body += text))
    request.on('end', () => {
      const { method, url: path, headers } = request
      asked.push({ method, path, authorization: headers.authorization, body })
      const answer = answers[asked.length - 1] ?? { status: 500 }
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body ?? {}))
    })
  })
  const listening = server
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(listening.address() as AddressInfo).port}`, asked }
}

const password = String.raw`p"w\ '$x`
const run = (program: string, url: string, input: string) =>
  new Promise<{ code: number | null; stderr: string }>((resolve) => {
    const child = spawn(join(projectFolder, 'examples/dodas-sensor', program), {
      env: { ...process.env, ES_URL: url, ES_PASSWORD: password },
      stdio: ['pipe', 'ignore', 'pipe'],
    })
    let stderr = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    child.on('close', (code) => {
      resolve({ code, stderr })
    })
    child.stdin.end(input)
  })

const document = (load: number) => JSON.stringify({ '@timestamp': new Date().toISOString(), load })
const created = (...statuses: number[]) => ({
  status: 200,
  body: { errors: statuses.some((status) => status > 201), items: statuses.map((status) => ({ create: { status } })) },
})
const idsIn = ({ body }: Asked) => [...body.matchAll(/"_id": ?"(\w+)"/g)].map(([, id]) => id)

describe.each(['sensor.py', 'sensor.sh'])('%s', (program) => {
  it('sends one document by itself, as dodas, and again while the stack is busy', async () => {
    const { url, asked } = await stack([{ status: 429 }, { status: 201 }])
    expect(await run(program, url, `${document(1)}\n`)).toEqual({ code: 0, stderr: expect.any(String) as unknown })
    const day = new Date().toISOString().slice(0, 10).replaceAll('-', '.')
    expect(asked).toHaveLength(2)
    for (const { method, path, authorization } of asked) {
      expect({ method, path }).toEqual({
        method: 'PUT',
        path: expect.stringMatching(new RegExp(`^/dodas-sensors-${day}/_create/[0-9a-f]{32}$`)) as unknown,
      })
      expect(authorization).toBe(`Basic ${Buffer.from(`dodas:${password}`).toString('base64')}`)
    }
    expect(asked[1]?.path).toBe(asked[0]?.path)
  })

  it('sends many in bulk with create, and what was not taken again', async () => {
    const { url, asked } = await stack([
      created(201, 429, 409),
      program === 'sensor.py' ? created(201) : created(409, 201, 409),
    ])
    expect(await run(program, url, [1, 2, 3].map((load) => `${document(load)}\n`).join(''))).toEqual({
      code: 0,
      stderr: '',
    })
    expect(asked.map(({ method, path }) => `${String(method)} ${String(path)}`)).toEqual(['POST /_bulk', 'POST /_bulk'])
    const [first, second] = asked.map(idsIn)
    expect(first).toHaveLength(3)
    expect(second).toEqual(program === 'sensor.py' ? [first?.[1]] : first)
    expect(asked[0]?.body).not.toContain('"index"')
  })

  it.each([
    ['one', [{ status: 403, body: { error: 'no' } }], 1, /^refused: 403 /],
    ['a part of many', [created(201, 400)], 2, /^refused: /],
  ])('says what is refused: %s', async (_what, answers, documents, said) => {
    const { url } = await stack(answers)
    const input = Array.from({ length: documents }, (_none, load) => `${document(load)}\n`).join('')
    expect(await run(program, url, input)).toEqual({ code: 1, stderr: expect.stringMatching(said) as unknown })
  })
})

it.each([
  ['no JSON', '{"load": 1}\n{load: 2}\n', /^line 2 is not JSON: .*\n$/],
  ['no object', '7\n', /^line 1 is not a JSON object\n$/],
  ['a time that is none', '{"@timestamp": "yesterday"}\n', /^"@timestamp" is not a date such as .*: yesterday\n$/],
  ['no stack', '{"load": 1}\n', /^http:\/\/127\.0\.0\.1:9 cannot be reached: .*\n$/],
])('sensor.py says in one line that there is %s', async (_what, input, said) => {
  expect(await run('sensor.py', 'http://127.0.0.1:9', input)).toEqual({
    code: 1,
    stderr: expect.stringMatching(said) as unknown,
  })
})
