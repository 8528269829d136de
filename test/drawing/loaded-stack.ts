import type { EngineName } from '../../sandbox/engine.js'
import { makeInstallation } from '../../sandbox/installation.js'
import { runElkctl } from '../../sandbox/run-elkctl.js'
import { startStack } from '../../sandbox/stack.js'
import type { SampleOptions } from '../../src/profiles/openvidu/sample-data/model/options.js'
import { connect, type SearchClient } from '../engine/content/search-client.js'

/** An engine with the sample data that the program itself has loaded. */
export interface LoadedStack {
  /** searches as the service account */
  client: SearchClient
  stop: () => Promise<void>
}

/** @throws Error with the output of elkctl when it does not end well */
export async function loadedStack(
  name: EngineName,
  { seed, until, hours, scale }: SampleOptions,
): Promise<LoadedStack> {
  const stack = await startStack({ engine: name, dashboards: false })
  const { url, username, password } = stack.engine
  const installation = makeInstallation({
    searchUrl: stack.search.url,
    username,
    password,
    more: { OPENVIDU_PRO_KIBANA_HOST: 'http://127.0.0.1:9' },
  })
  const stop = async () => {
    installation.remove()
    await stack.stop()
  }
  const elkctl = async (...args: string[]) => {
    const { code, stdout, stderr } = await runElkctl([...args, '--env-file', installation.envFile])
    if (code !== 0) throw new Error(`elkctl ${args.join(' ')} ended with ${String(code)}: ${stdout}${stderr}`)
  }
  try {
    await elkctl('init', '--yes', '--write-env', '--no-dashboards')
    const flags = { seed, until: new Date(until).toISOString(), hours, scale }
    await elkctl(
      'sample-data',
      'load',
      ...Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, String(value)]),
    )
  } catch (error) {
    await stop()
    throw error
  }
  const account = (key: string) => installation.value(`ELASTICSEARCH_${key}`) ?? ''
  return { client: connect({ url, username: account('USERNAME'), password: account('PASSWORD') }), stop }
}
