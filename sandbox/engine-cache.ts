import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { certificateFiles, programJar, type EngineName, type EngineProduct } from './engine-products.js'
import { findMaven, type Jdk } from './engine-tools.js'

const run = promisify(execFile)

/** $ELKCTL_CACHE, else the user's cache folder. What is in it can be removed at any time; it is made again when needed. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const { ELKCTL_CACHE: own, XDG_CACHE_HOME: xdg } = env
  if (own !== undefined && own !== '') return own
  return join(xdg === undefined || xdg === '' ? join(homedir(), '.cache') : xdg, 'elkctl')
}

const building = new Map<string, Promise<void>>()

/**
 * The folder with the engine's jars, its compiled program and a certificate: from the cache, or made now with Maven and
 * javac. Whole or not there at all, also when several processes make it at once.
 *
 * @throws MissingToolError Maven is missing and the cache does not have the engine yet
 */
export async function enginePackage(
  name: EngineName,
  product: EngineProduct,
  jdk: Jdk,
  onProgress: (line: string) => void,
): Promise<string> {
  const sources = await readSources(name, product)
  const folder = join(cacheFolder(), `${name}-${await hashOf(sources, product)}`)
  if (existsSync(folder)) return folder
  let build = building.get(folder)
  if (build === undefined) {
    onProgress(`${name}: downloading ${product.version}, once, into ${folder}`)
    build = buildPackage(folder, product, sources, jdk).finally(() => building.delete(folder))
    building.set(folder, build)
  }
  await build
  return folder
}

async function buildPackage(folder: string, product: EngineProduct, sources: Sources, jdk: Jdk): Promise<void> {
  await fillCache(folder, async (part) => {
    await resolveJars(part, sources.pom, jdk)
    for (const [output, files] of Object.entries(sources.java))
      await compile(jdk, part, { release: product.java, classPath: product.classPath, output, files })
    await run(join(jdk.home, 'bin', 'jar'), [
      '--create',
      '--file',
      join(part, programJar),
      '-C',
      join(part, 'classes'),
      '.',
    ])
    await makeCertificate(join(jdk.home, 'bin', 'keytool'), part)
  })
}

/** A folder of the cache, made beside its place and put there whole. @param make fills the folder that it is given */
export async function fillCache(folder: string, make: (part: string) => Promise<void>): Promise<void> {
  // the key of a certificate may be in there: for the user's eyes only
  await mkdir(dirname(folder), { recursive: true, mode: 0o700 })
  await removeAbandoned(dirname(folder))
  const part = await mkdtemp(`${folder}.part-`)
  try {
    await make(part)
    await publish(part, folder)
  } finally {
    await rm(part, { recursive: true, force: true })
  }
}

/** What a build left that was killed: no build takes an hour. */
async function removeAbandoned(cache: string): Promise<void> {
  const parts = (await readdir(cache)).filter((name) => name.includes('.part-')).map((name) => join(cache, name))
  for (const part of parts) {
    // another process may be removing it just now
    const made = statSync(part, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()
    if (made < Date.now() - 3_600_000) await rm(part, { recursive: true, force: true })
  }
}

/** @throws MissingToolError */
export async function resolveJars(part: string, pom: string, jdk: Jdk): Promise<void> {
  const maven = await findMaven()
  await copyFile(pom, join(part, 'pom.xml'))
  try {
    await run(maven, ['-q', '-B', 'package'], { cwd: part, env: { JAVA_HOME: jdk.home, ...process.env } })
  } catch (error) {
    // with -q Maven tells its errors, and only those, on the standard output
    const { stdout = '' } = error as { stdout?: string }
    throw new Error(`Maven could not fetch what ${pom} names:\n${stdout.slice(0, 2000)}`, { cause: error })
  }
}

interface Compilation {
  /** of Java, for which it is compiled */
  release: number
  /** relative to the folder */
  classPath: string[]
  output: string
  files: string[]
}

export async function compile(
  jdk: Jdk,
  part: string,
  { release, classPath, output, files }: Compilation,
): Promise<void> {
  const jars = classPath.map((entry) => join(part, entry)).join(delimiter)
  await run(join(jdk.home, 'bin', 'javac'), [
    '--release',
    String(release),
    '-cp',
    jars,
    '-d',
    join(part, output),
    ...files,
  ])
}

/** A rename is one step: who comes second finds the other's folder, which is the same. */
async function publish(part: string, folder: string): Promise<void> {
  try {
    await rename(part, folder)
  } catch (error) {
    if (!existsSync(folder)) throw error
  }
}

/** Self-signed for localhost and 127.0.0.1; made once per cached engine, because each call of keytool takes a second. */
async function makeCertificate(keytool: string, part: string): Promise<void> {
  const { keystore, truststore, pem, password } = certificateFiles
  const [node, trust, exported] = [join(part, keystore), join(part, truststore), join(part, pem)]
  const inNode = ['-alias', 'node', '-storetype', 'PKCS12', '-keystore', node, '-storepass', password]
  const inTrust = ['-alias', 'node', '-storetype', 'PKCS12', '-keystore', trust, '-storepass', password]
  const key = ['-keyalg', 'EC', '-groupname', 'secp256r1', '-dname', 'CN=localhost', '-validity', '3650']
  await mkdir(dirname(node))
  await run(keytool, ['-genkeypair', ...key, '-ext', 'san=dns:localhost,ip:127.0.0.1', ...inNode])
  await run(keytool, ['-exportcert', '-rfc', '-file', exported, ...inNode])
  await run(keytool, ['-importcert', '-noprompt', '-file', exported, ...inTrust])
}

interface Sources {
  pom: string
  /** folder of compiled classes -> Java files */
  java: Record<string, string[]>
}

async function readSources(name: EngineName, product: EngineProduct): Promise<Sources> {
  const root = join(packageRoot(), 'sandbox', 'engines')
  const java: Sources['java'] = {}
  for (const [output, folders] of Object.entries(product.classes)) {
    const lists = folders.map(async (folder) =>
      (await readdir(join(root, folder))).sort().map((file) => join(root, folder, file)),
    )
    java[output] = (await Promise.all(lists)).flat().filter((file) => file.endsWith('.java'))
  }
  return { pom: join(root, name, 'pom.xml'), java }
}

async function hashOf({ pom, java }: Sources, { classPath }: EngineProduct): Promise<string> {
  const hash = createHash('sha256').update(classPath.join('\0'))
  for (const file of [pom, ...Object.values(java).flat()])
    hash.update(`${basename(file)}\0`).update(await readFile(file))
  return hash.digest('hex').slice(0, 12)
}

/** The compiled file is somewhere below the package, wherever the build was put; the Java sources are not copied there. */
function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json'))) {
    if (dirname(folder) === folder) throw new Error(`no package.json above ${fileURLToPath(import.meta.url)}`)
    folder = dirname(folder)
  }
  return folder
}
