import { execFile } from 'node:child_process'
import { constants } from 'node:fs'
import { access, readdir } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A program that the engines need is not on this machine; the message says which, where it was looked for, what to install. */
export class MissingToolError extends Error {
  override name = 'MissingToolError'
}

export interface Jdk {
  home: string
  /** feature release: 17, 21 … */
  release: number
  /** which build of it: 17.0.15+6-Debian-1deb12u1 */
  build: string
}

/** Folders that hold one JDK each, as Linux packages and macOS installers lay them out. */
const installations = ['/usr/lib/jvm/*', '/Library/Java/JavaVirtualMachines/*/Contents/Home']

/** The last release on which all engines are known to start without warnings. */
const newestPreferred = 24

/**
 * The JDK to use: the first of JAVA_HOME, JAVA_HOME_<release>…, `java` on PATH and the usual folders that is within `least`..24,
 * else the first above.
 *
 * @param folders where JDKs are installed; `*` stands for any one folder
 * @param least the oldest release that will do
 * @throws MissingToolError no such JDK was found
 */
export async function findJdk(env: NodeJS.ProcessEnv = process.env, folders = installations, least = 17): Promise<Jdk> {
  const seen: string[] = []
  const later: Jdk[] = []
  for await (const java of javaCandidates(env, folders)) {
    const jdk = await askJava(java)
    seen.push(`${java} (${typeof jdk === 'string' ? jdk : `release ${jdk.release}`})`)
    if (typeof jdk === 'string') continue
    if (jdk.release >= least && jdk.release <= newestPreferred) return jdk
    if (jdk.release > newestPreferred) later.push(jdk)
  }
  const [first] = later
  if (first !== undefined) return first
  throw new MissingToolError(
    `No JDK of release ${least} or later was found. Looked at JAVA_HOME (${env['JAVA_HOME'] ?? 'not set'}), JAVA_HOME_*, java on PATH and ` +
      `${folders.join(', ')}; found ${seen.length === 0 ? 'nothing' : seen.join(', ')}. ` +
      `Install one (Debian, Ubuntu: openjdk-${least}-jdk-headless; Fedora: java-${least}-openjdk-devel; macOS: brew install openjdk@${least}), or set JAVA_HOME.`,
  )
}

/**
 * The `mvn` command.
 *
 * @throws MissingToolError it is not on PATH
 */
export async function findMaven(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const maven = await onPath('mvn', env)
  if (maven !== undefined) return maven
  throw new MissingToolError(
    `Maven, which fetches the engine, was not found. Looked for mvn on PATH (${env['PATH'] ?? 'not set'}). ` +
      'Install it (Debian, Ubuntu, Fedora: package maven; macOS: brew install maven).',
  )
}

async function* javaCandidates(env: NodeJS.ProcessEnv, folders: string[]): AsyncGenerator<string> {
  const { JAVA_HOME: javaHome } = env
  if (javaHome !== undefined && javaHome !== '') yield join(javaHome, 'bin', 'java')
  // As build machines name those that they have side by side: JAVA_HOME_21, JAVA_HOME_21_X64.
  for (const [name, home] of Object.entries(env))
    if (/^JAVA_HOME_\d+/.test(name) && home !== undefined && home !== '') yield join(home, 'bin', 'java')
  const java = await onPath('java', env)
  if (java !== undefined) yield java
  for (const pattern of folders) {
    const [parent = '', rest = ''] = pattern.split('*')
    for (const name of (await readdir(parent).catch(() => [])).sort()) {
      const installed = join(parent, name, rest, 'bin', 'java')
      if (await isExecutable(installed)) yield installed
    }
  }
}

/** Asks instead of resolving links, because /usr/bin/java of macOS is a stub that finds the real one by itself. */
async function askJava(java: string): Promise<Jdk | string> {
  let answer: string
  try {
    answer = (await run(java, ['-XshowSettings:properties', '-version'])).stderr
  } catch (error) {
    return error instanceof Error ? `does not start: ${error.message}` : 'does not start'
  }
  const home = /^\s*java\.home = (.+)$/m.exec(answer)?.[1]
  const release = /^\s*java\.specification\.version = (\d+)/m.exec(answer)?.[1]
  const build = /^\s*java\.vm\.version = (\S+)/m.exec(answer)?.[1]
  if (home === undefined || release === undefined || build === undefined) return 'does not tell its release'
  if (!(await isExecutable(join(home, 'bin', 'javac')))) return 'a runtime without javac'
  return { home, release: Number(release), build }
}

async function onPath(command: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  for (const folder of (env['PATH'] ?? '').split(delimiter)) {
    if (folder !== '' && (await isExecutable(join(folder, command)))) return join(folder, command)
  }
  return undefined
}

function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  )
}
