import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packageFolder } from '../../../sandbox/package-folder.js'

export interface DataFolder {
  folder: string
  /** changes the policy of daily indices on Elasticsearch */
  edit: (edit: (text: string) => string) => void
  remove: () => void
}

/** elkctl's own data files, but the retention counts in seconds: no engine lets a test make an index that is days old. */
export function dataInSeconds(): DataFolder {
  const folder = mkdtempSync(join(tmpdir(), 'elkctl-seconds-'))
  for (const part of ['templates', 'roles', 'dashboards'])
    cpSync(join(packageFolder(), part), join(folder, part), { recursive: true })
  const policies = join(folder, 'templates/openvidu/lifecycle-policies')
  const change = (file: string, edit: (text: string) => string) => {
    const before = readFileSync(join(policies, file), 'utf8')
    writeFileSync(join(policies, file), edit(before))
  }
  for (const file of readdirSync(policies)) change(file, (text) => text.replaceAll(/(etentionDays\})d/g, '$1s'))
  return {
    folder,
    edit: (edit) => {
      change('openvidu_daily_cleanup_policy.elasticsearch.json', edit)
    },
    remove: () => {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export const seconds = (count: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, count * 1000))

/** Waits until it is so. @returns whether it became so */
export async function becomes(what: () => Promise<boolean>, within: number): Promise<boolean> {
  const end = Date.now() + within * 1000
  while (Date.now() < end) {
    if (await what()) return true
    await seconds(0.3)
  }
  return what()
}
