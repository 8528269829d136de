import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { compile, cacheFolder, fillCache, resolveJars } from '../engine-cache.js'
import { findJdk, type Jdk } from '../engine-tools.js'
import { packageFolder } from '../package-folder.js'

/** What the alerting plugin makes of a monitor that it is sent: the form in which it keeps it, or why it refuses it. */
export type Parsed = { stored: Record<string, unknown> } | { refused: string }

const classPath = ['target/lib/*']

/**
 * The parser of the alerting plugin of OpenSearch 2.19.4 itself: it is in org.opensearch:common-utils, while the plugin is in no public Maven
 * repository. Those of 1.x are in the plugin. One run of Java for all monitors. Conditions (Painless) are not compiled by it, here nor there.
 *
 * @throws MissingToolError the JDK is missing, or Maven where the cache does not have the parser yet
 */
export async function parseMonitors(monitors: object[]): Promise<Parsed[]> {
  const jdk = await findJdk()
  const folder = await parserPackage(jdk)
  const classes = ['classes', ...classPath].map((entry) => join(folder, entry)).join(delimiter)
  const lines = await answersOf(
    join(jdk.home, 'bin', 'java'),
    ['-XX:TieredStopAtLevel=1', '-cp', classes, 'MonitorParser'],
    monitors.map((monitor) => `${JSON.stringify(monitor)}\n`).join(''),
  )
  return lines.map((line) =>
    line.startsWith('OK ')
      ? { stored: JSON.parse(line.slice('OK '.length)) as Record<string, unknown> }
      : { refused: line.slice('REFUSED '.length) },
  )
}

async function parserPackage(jdk: Jdk): Promise<string> {
  const [pom, program] = ['pom.xml', 'MonitorParser.java'].map((file) =>
    join(packageFolder(), 'sandbox/monitor-parser', file),
  ) as [string, string]
  const hash = createHash('sha256')
    .update(await readFile(pom))
    .update(await readFile(program))
  const folder = join(cacheFolder(), `monitor-parser-${hash.digest('hex').slice(0, 12)}`)
  if (!existsSync(folder))
    await fillCache(folder, async (part) => {
      await resolveJars(part, pom, jdk)
      await compile(jdk, part, { release: 17, classPath, output: 'classes', files: [program] })
    })
  return folder
}

const answersOf = (program: string, args: string[], input: string): Promise<string[]> =>
  new Promise((resolve, reject) => {
    const child = execFile(program, args, { maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      if (error !== null) reject(new Error(`The parser of monitors ended: ${stderr.slice(0, 2000)}`, { cause: error }))
      else resolve(stdout.split('\n').filter((line) => line !== ''))
    })
    child.stdin?.end(input)
  })
