import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Installation } from '../../sandbox/installation.js'
import { packageFolder } from '../../sandbox/package-folder.js'

export const roleFile = 'roles/openvidu/roles/openvidu-role.elasticsearch.json'

/** A folder with all data files of elkctl, one of them changed. */
export function changedData(at: Installation, file: string, change: (text: string) => string): string {
  const folder = join(at.folder, 'data')
  for (const part of ['roles', 'templates', 'dashboards'])
    cpSync(join(packageFolder(), part), join(folder, part), { recursive: true })
  const path = join(folder, file)
  writeFileSync(path, change(readFileSync(path, 'utf8')))
  return folder
}
