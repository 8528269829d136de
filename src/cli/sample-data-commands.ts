import type { Command } from 'commander'
import type { LoadOptions } from '../commands/sample-data/load.js'
import type { RemoveOptions } from '../commands/sample-data/remove.js'
import type { Profile } from '../profiles/profile.js'
import { installationOptions, whatToDo } from './options/common.js'
import type { Execute } from './user-commands.js'

/** `sample-data load` and `sample-data remove`. An application without sample data has them too, but not in its help: they say that there is none. */
export function sampleDataCommands(elkctl: Command, profile: Profile, execute: Execute): void {
  const { of = 'an application', documentsAnHour } = profile.sampleData ?? {}
  const volume = documentsAnHour === undefined ? '' : `; 1 is about ${documentsAnHour} documents an hour`
  const sampleData = elkctl
    .command('sample-data', { hidden: profile.sampleData === undefined })
    .description(`made-up data of ${of}, to see the dashboards at work`)
  const load = sampleData
    .command('load')
    .description('load it; safe to re-run, resumes an interrupted load')
    .optionsGroup(whatToDo)
    .option('--hours <number>', 'how far it reaches back', '6')
    .option('--scale <factor>', `multiplies the volume${volume}`, '1')
    .option('--seed <number>', 'a different number gives different data', '1')
    .option('--until <time>', 'the end of the data, such as 2026-11-21T05:00:00Z (default: half an hour ahead)')
    .option('--follow', 'keep adding documents until Ctrl-C, for eight hours at most')
    .option('-y, --yes', 'write it beside real data without asking')
  installationOptions(load, profile).action((options: LoadOptions) =>
    execute('sample-data load', options, ({ loadSampleData }) => loadSampleData),
  )
  const remove = sampleData
    .command('remove')
    .description('delete sample documents and no others, and the empty indices that were made for them')
    .optionsGroup(whatToDo)
    .option('-y, --yes', 'delete them without asking')
  installationOptions(remove, profile).action((options: RemoveOptions) =>
    execute('sample-data remove', options, ({ removeSampleData }) => removeSampleData),
  )
}
