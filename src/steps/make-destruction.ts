import { loadDefinitions, loadFolder } from '../engine/definitions.js'
import type { Backup } from '../data-files/schemas/backup.js'
import { beforeElkctl } from '../engine/before-elkctl.js'
import { apiOf, type Change } from '../engine/change.js'
import { foundObjects, type FoundObject, type Further } from '../engine/found-objects.js'
import { dependantsOf, planDestruction } from '../engine/plan-destruction.js'
import type { Plan } from '../engine/plan.js'
import { backupFolder, backupsIn } from '../files/objects-backup.js'
import { ElkctlError } from '../errors.js'
import { wordsIn } from '../json.js'
import { askedOnce } from '../kinds/cluster-state.js'
import { countIn } from '../kinds/document-count.js'
import { indexTemplate, legacyTemplate } from '../kinds/index-template/index-template.js'
import { role } from '../kinds/role/role.js'
import { user } from '../kinds/user/user.js'
import { writeAlias } from '../kinds/write-alias.js'
import { dataOf, deletion, indexNames } from '../lifecycle/index.js'
import type { Settings } from '../settings/settings.js'
import { readBackup, type BackupOptions } from './back-up.js'

export interface DestructionOptions extends BackupOptions {
  data?: string
  /** also the indices with their documents */
  deleteData?: boolean
  /** objects that go although they would be kept */
  also?: string[]
}

/** @param found what would be done to make the stack as it should be */
export async function makeDestruction(found: Plan, options: DestructionOptions, settings: Settings): Promise<Plan> {
  const { stack } = found
  const plan = { ...found, stack: { ...stack, search: askedOnce(stack.search) } }
  const [further, names] = await Promise.all([furtherAccounts(plan, settings), indexNames(plan.stack.search)])
  const objects = foundObjects(plan, further, settings.profile.name)
  const [needs, indices] = await Promise.all([
    dependantsOf(objects, plan),
    options.deleteData
      ? dataOf(plan.stack, patternsOf(plan, options, settings))
      : emptyIndices({ plan, objects, names }, options, settings),
  ])
  const leftAlone = new Set(plan.indices.managed.filter((one) => one.leftAlone !== undefined).map(({ index }) => index))
  const ours = indices.filter(({ name }) => !leftAlone.has(name))
  const also = options.also ?? []
  const before = beforeElkctl(await keptBackups(options, settings), stack)
  return { ...planDestruction({ plan, objects, needs, indices: ours, also, before }), stack }
}

/** The backups of this profile in the folder where this run writes its own. */
function keptBackups({ backupDir }: BackupOptions, { profile, envFile }: Settings): Promise<Backup[]> {
  const files = backupsIn(backupFolder(backupDir, envFile), profile.name)
  return Promise.all(files.map(readKept))
}

async function readKept(file: string): Promise<Backup> {
  try {
    return await readBackup(file)
  } catch (error) {
    if (!(error instanceof ElkctlError)) throw error
    const hint = 'It may have what was there before elkctl and is put back. Mend it, or move it away to do without it.'
    throw new ElkctlError(error.message, { exit: error.exit, hint, cause: error })
  }
}

/** Roles and users of other kinds of account, which no data file of this run names. */
async function furtherAccounts({ stack }: Plan, { profile }: Settings): Promise<Further> {
  if (!stack.security) return new Map()
  const [users, roles] = await Promise.all([
    apiOf(user, stack).read(stack, []),
    apiOf(role, stack).read(stack, Object.values(profile.roles)),
  ])
  return new Map([
    [user, users],
    [role, roles],
  ])
}

/** Indices that elkctl made for the application, and that nothing was written to: those of write aliases, and those that a check left. */
async function emptyIndices(
  { plan, objects, names }: { plan: Plan; objects: FoundObject[]; names: string[] },
  options: DestructionOptions,
  settings: Settings,
): Promise<Change[]> {
  const aliases = objects.filter(({ kind }) => kind === writeAlias).map(({ name }) => name)
  const checks = loadFolder('templates/<profile>/checks', filesOf(options, settings))
  const made = checks.flatMap(({ body }) => (body.keepIndex && names.includes(body.index) ? [body.index] : []))
  const empty = await Promise.all(
    [...aliases, ...made].map(async (name) => ((await countIn(plan.stack, name)) === 0 ? [name] : [])),
  )
  const indicesOf = (name: string) =>
    aliases.includes(name) ? names.filter((index) => /^-\d+$/.test(index.replace(name, ''))) : [name]
  return empty
    .flat()
    .flatMap(indicesOf)
    .map((name) => deletion(name, { documents: 0, bytes: 0 }))
}

/** The names of the application's indices, as its templates have them. */
function patternsOf({ stack }: Plan, options: DestructionOptions, settings: Settings): string[] {
  const templates = loadDefinitions({
    ...filesOf(options, settings),
    ...{ dialect: stack.flavor.dialect, variants: [], rename: {} },
    only: [indexTemplate.name, legacyTemplate.name],
  })
  return [...new Set(templates.flatMap(({ body }) => wordsIn(body['index_patterns'])))]
}

const filesOf = ({ data }: DestructionOptions, { profile, variables }: Settings) => ({
  ...{ profile: profile.name, variables },
  ...(data !== undefined && { folder: data }),
})
