import { SettingsError } from '../../errors.js'
import { profiles } from '../../profiles/index.js'
import { isVerdict, type Verdict } from '../../report/verdict/verdict.js'
import type { SampleData } from '../../sample-data/sample-data.js'
import type { Settings } from '../../settings/settings.js'
import type { Stack, Writer } from '../../stack/stack.js'
import { connectToSearch } from '../../steps/connect.js'
import { atAnsweringNode } from '../../steps/find-node.js'
import { readSettings, type StackOptions } from '../../steps/read-settings.js'
import type { Run } from '../../steps/run.js'

/** Sample data has nothing to do with the dashboards server. @throws SettingsError there is none, before anything is asked of a stack */
export async function readForSampleData(
  options: StackOptions,
  run: Run,
): Promise<{ settings: Settings; data: SampleData } | Verdict> {
  const read = await readSettings(options, run, { asksNothing: true })
  if (isVerdict(read)) return read
  const data = await sampleDataOf(read)
  expectReader(read)
  const settings = await atAnsweringNode(read, run)
  return { data, settings: { ...settings, dashboardsUrl: undefined, withoutDashboards: undefined } }
}

/** @throws SettingsError the account may only add documents: it neither sees what is there nor takes it away */
function expectReader({ profile, admin, account }: Settings): void {
  if (profile.onlyWrites !== true || admin?.username !== account.username) return
  throw new SettingsError(
    [
      {
        where: '--admin-username',
        message: `needed, because ${account.username} only adds documents, and sample data is read and removed as well`,
      },
    ],
    'Sign in as an administrator: --admin-username.',
  )
}

async function sampleDataOf({ profile, variables }: Settings): Promise<SampleData> {
  if (profile.sampleData) return profile.sampleData.load(variables)
  throw new SettingsError(
    [{ where: '--profile', message: `there is no sample data for ${profile.title}` }],
    `Applications that have some: ${profiles.flatMap((one) => (one.sampleData ? [one.name] : [])).join(', ')}.`,
  )
}

/** Not stopped by Ctrl-C: what is under way is finished and counted. */
export const writerFor = (settings: Settings, { identity }: Stack, run: Run): Promise<Writer> =>
  connectToSearch({ settings, as: settings.admin, identity, signal: run.hurry }, run)
