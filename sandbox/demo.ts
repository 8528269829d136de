import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { MissingToolError } from './engine.js'
import { makeInstallation, type Installation } from './installation.js'
import { showRetention } from './demo-retention.js'
import { packageFolder } from './package-folder.js'
import { cleanEnvironment } from './run-elkctl.js'
import { startStack, type LocalStack } from './stack.js'

/** `npm run demo [-- --engine opensearch] [-- --keep]`: a real engine, a realistic `.env`, `elkctl init` twice, on OpenSearch changes of the retention, `elkctl verify`. */
async function demo(): Promise<number> {
  const { values } = parseArgs({
    options: { engine: { type: 'string', default: 'elasticsearch' }, keep: { type: 'boolean', default: false } },
  })
  const engine = { elasticsearch: 'elasticsearch-7.10', opensearch: 'opensearch-2.19' }[values.engine]
  if (engine !== 'elasticsearch-7.10' && engine !== 'opensearch-2.19') {
    console.error(`--engine ${values.engine} is not known: elasticsearch, opensearch`)
    return 3
  }
  let stack: LocalStack | undefined
  let installation: Installation | undefined
  const cleanUp = async () => {
    await stack?.stop()
    installation?.remove()
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      void cleanUp().then(() => process.exit(130))
    })
  try {
    say(`Starting a real ${engine} on this machine (the first time Maven downloads it: one or two minutes)`)
    stack = await startStack({
      engine,
      basePath: '/kibana',
      onProgress: (line) => {
        console.log(`  ${line}`)
      },
    })
    const { dashboards } = stack
    say(
      engine === 'opensearch-2.19'
        ? `Beside it: the project's own doubles of OpenSearch Dashboards (${String(dashboards?.url)}) and of index state management, which no public Maven repository has. The search engine, its security and all that is stored in it are real.`
        : `Beside it: the project's own double of the Kibana API (${String(dashboards?.url)}), because Kibana is in no package registry. Elasticsearch and its security are real. It has no ILM: that part of Elasticsearch is in no public Maven repository.`,
    )
    installation = makeInstallation({
      searchUrl: stack.search.url,
      ...(dashboards && { dashboardsUrl: dashboards.url }),
      username: stack.engine.username,
      password: stack.engine.password,
    })
    say(`An OpenVidu installation folder with the .env of release 2.20.0, filled in: ${installation.folder}`)
    const before = installation.env()
    const args = ['init', '--env-file', installation.envFile, '--yes', '--write-env']
    const first = await show(args)
    stack.clear()
    const second = await show(args)
    say(`What the second run asked: ${stack.requests().length} requests, of which ${stack.writes().length} were writes`)
    say('What changed in .env (passwords left out)')
    changedLines(before, installation.env()).forEach((line) => {
      console.log(`  ${line}`)
    })
    const asked = stack.writes().length
    const { envFile } = installation
    const reached =
      stack.ism === undefined ||
      (await showRetention(
        stack,
        (days) => show(['init', '--env-file', envFile, '--yes', '--max-days-delete', String(days)]),
        say,
      ))
    const verified = await show(['verify', '--env-file', envFile])
    if (values.keep) {
      say('Left running until Ctrl-C')
      console.log(
        `  search engine  ${stack.engine.url}  user ${stack.engine.username}, password ${stack.engine.password}`,
      )
      console.log(`  dashboards     ${String(dashboards?.url)}`)
      console.log(`  installation   ${installation.folder}`)
      console.log(`  commands       bin/elkctl.js COMMAND --env-file ${envFile}`)
      await new Promise(() => undefined)
    }
    return first === 0 && second === 0 && asked === 0 && reached && verified === 0 ? 0 : 1
  } catch (error) {
    if (!(error instanceof MissingToolError)) throw error
    console.error(error.message)
    return 1
  } finally {
    await cleanUp()
    say('Stopped and cleaned up')
  }
}

const say = (text: string) => {
  console.log(`\n── ${text}`)
}

function show(args: string[]): Promise<number | null> {
  say(`elkctl ${args.join(' ')}`)
  const child = spawn(join(packageFolder(), 'bin', 'elkctl.js'), args, { stdio: 'inherit', env: cleanEnvironment() })
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', resolve)
  })
}

function changedLines(before: string, after: string): string[] {
  const [old, now] = [before.split('\n'), after.split('\n')]
  const hide = (line = '') => line.replace(/(PASSWORD=).*/, '$1…')
  return now.flatMap((line, index) => (line === old[index] ? [] : [`- ${hide(old[index])}`, `+ ${hide(line)}`]))
}

process.exitCode = await demo()
