import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { packageFolder } from '../package-folder.js'

/** Of each form of data file as many as there are different requests for: an index that stays, and one of days. */
const kept: Record<string, string[]> = {
  'templates/openvidu/index-templates': ['openvidu-events', 'openvidu-logs'],
  'templates/openvidu/legacy-templates': ['openvidu-filebeat-fields'],
  'templates/openvidu/ingest-pipelines': ['kurento-pipeline', 'openvidu-logs-pipeline'],
  'templates/openvidu/checks': ['openvidu', 'openvidu-logs'],
  'dashboards/openvidu': ['openvidu-cpu-vs-sessions', 'index-pattern'],
  'dashboards/openvidu/index-pattern': ['openvidu-session-metrics'],
}

export interface DataFolder {
  folder: string
  remove: () => void
}

/** A folder for `--data` with a few of the objects of OpenVidu: each request more is nine runs more. */
export const fewObjects = (): DataFolder => withFew(() => true)

/** The same with all templates and pipelines and few dashboards, which take more time than everything else. */
export const fewDashboards = (): DataFolder => withFew((room) => room.startsWith('dashboards'))

function withFew(isCut: (room: string) => boolean): DataFolder {
  const folder = mkdtempSync(join(tmpdir(), 'elkctl-few-objects-'))
  for (const room of ['templates', 'roles', 'dashboards'])
    cpSync(join(packageFolder(), room, 'openvidu'), join(folder, room, 'openvidu'), { recursive: true })
  for (const [room, names] of Object.entries(kept).filter(([room]) => isCut(room)))
    for (const file of readdirSync(join(folder, room)))
      if (!names.includes(basename(file, '.json'))) rmSync(join(folder, room, file), { recursive: true })
  return {
    folder,
    remove: () => {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
