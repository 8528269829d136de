import { existsSync, readdirSync, type Dirent } from 'node:fs'
import { dirname, join } from 'node:path'
import { ElkctlError } from '../errors.js'

const rooms = ['templates', 'roles', 'dashboards']

/** `templates/<profile>/checks` for one profile. */
export const ofProfile = (folder: string, profile: string): string => folder.replace('<profile>', profile)

/** The folder that holds `templates`, `roles` and `dashboards`: the user's, else elkctl's own. */
export const dataFolder = (given: string | undefined): string => given ?? packageFolder()

/** @throws ElkctlError the user's folder has nothing for this profile, or an old layout */
export function expectDataFolder(given: string, profile: string): void {
  if (!existsSync(given))
    throw new ElkctlError(`The folder ${given} does not exist.`, { exit: 'usage', hint: 'Correct --data.' })
  const moved = movedFolders(given)
  if (moved.length > 0)
    throw new ElkctlError(
      `${given} has an old layout; data files are now sorted by profile:\n${moved.map(([from, to]) => `  - ${from} is now ${to}`).join('\n')}`,
      { exit: 'usage', hint: 'Move these folders, then run the command again.' },
    )
  if (!rooms.some((room) => existsSync(join(given, room))))
    throw new ElkctlError(`${given} has none of the folders templates, roles and dashboards.`, {
      exit: 'usage',
      hint: 'Give --data a folder with copies of these three.',
    })
  if (!rooms.some((room) => existsSync(join(given, room, profile))))
    throw new ElkctlError(
      `${given} has no data files of the profile ${profile}: none of ${rooms.map((room) => `${room}/${profile}`).join(', ')} exists.`,
      { exit: 'usage', hint: 'Copy them from elkctl’s own folders, or name another profile with --profile.' },
    )
}

/** The forms that stood above the profiles. Roles themselves stood directly in the folder of their profile. */
const before: Record<string, string[]> = {
  templates: ['index-templates', 'legacy-templates', 'ingest-pipelines', 'lifecycle-policies', 'checks'],
  roles: ['users', 'mappings', 'rights', 'reasons'],
}

function movedFolders(folder: string): [string, string][] {
  const forms = Object.entries(before).flatMap(([room, names]) =>
    names.flatMap((form) =>
      foldersIn(join(folder, room, form)).map((profile): [string, string] => [
        `${room}/${form}/${profile}`,
        `${room}/${profile}/${form}`,
      ]),
    ),
  )
  const roles = foldersIn(join(folder, 'roles'))
    .filter((profile) => entriesIn(join(folder, 'roles', profile)).some(({ name }) => name.endsWith('.json')))
    .map((profile): [string, string] => [`roles/${profile}/*.json`, `roles/${profile}/roles/*.json`])
  return [...forms, ...roles.filter(([from]) => from !== 'roles/actions/*.json')]
}

const foldersIn = (path: string): string[] =>
  entriesIn(path)
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)

/** None where it cannot be listed: reading its files says why. */
function entriesIn(path: string): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true })
  } catch {
    return []
  }
}

/** The folder of the package: data files stand beside the program, wherever it is installed. */
export function packageFolder(): string {
  let folder = import.meta.dirname
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  return folder
}
