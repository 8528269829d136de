import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packageFolder } from '../../../sandbox/package-folder.js'
import { profiles } from '../../../src/profiles/index.js'

export interface DataFolder {
  folder: string
  remove: () => void
}

/**
 * A copy of the data folder for an engine without its modules ingest-common and mapper-extras: the same pipelines, which do nothing; `float` in
 * the place of `scaled_float`; and check documents of which only what does not come from a pipeline is expected.
 */
export function withoutModules(): DataFolder {
  const folder = mkdtempSync(join(tmpdir(), 'elkctl-data-'))
  for (const name of ['templates', 'roles', 'dashboards'])
    cpSync(join(packageFolder(), name), join(folder, name), { recursive: true })
  for (const { name } of profiles) withoutModulesIn(join(folder, 'templates', name))
  return {
    folder,
    remove: () => {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function withoutModulesIn(templates: string): void {
  for (const kind of ['index-templates', 'legacy-templates', 'checks'])
    edit(join(templates, kind), (body) => withoutScaledFloat(body) as Body)
  edit(join(templates, 'ingest-pipelines'), ({ on_failure: _processors, ...body }) => ({ ...body, processors: [] }))
  edit(join(templates, 'checks'), ({ values: _fromPipeline, ...check }) => ({
    ...check,
    types: Object.fromEntries(
      Object.entries(check['types'] as Record<string, string>).filter(([field]) =>
        hasField(check['document'], field.replace(/\.keyword$/, '').split('.')),
      ),
    ),
  }))
}

type Body = Record<string, unknown>

/** An application need not have each kind. */
function edit(folder: string, change: (body: Body) => Body): void {
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) {
    const file = join(folder, name)
    writeFileSync(file, JSON.stringify(change(JSON.parse(readFileSync(file, 'utf8')) as Body)))
  }
}

function withoutScaledFloat(value: unknown): unknown {
  if (value === 'scaled_float') return 'float'
  if (Array.isArray(value)) return value.map(withoutScaledFloat)
  if (typeof value !== 'object' || value === null) return value
  const { scaling_factor: _ofScaledFloat, ...others } = value as Body
  return Object.fromEntries(Object.entries(others).map(([key, inner]) => [key, withoutScaledFloat(inner)]))
}

function hasField(value: unknown, path: string[]): boolean {
  const [key, ...rest] = path
  if (key === undefined) return true
  return typeof value === 'object' && value !== null && key in value && hasField((value as Body)[key], rest)
}
