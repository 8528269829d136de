import type { Problem } from '../errors.js'

/** undefined: global. `global_tenant`, as the engine calls it, is taken by OpenSearch Dashboards for another place than `global` (recorded on 2.19). */
export function readTenant(name: string | undefined, problems: Problem[]): string | undefined {
  if (name === undefined || /^global(_tenant)?$/i.test(name)) return undefined
  if (name === '' || /^(private|__user__)$/i.test(name))
    problems.push({
      where: '--tenant',
      message: `"${name}" is private to one user: name a tenant that people share`,
    })
  return name
}

/** undefined: the default space */
export function readSpace(id: string | undefined, problems: Problem[]): string | undefined {
  if (id !== undefined && !/^[a-z0-9_-]+$/.test(id))
    problems.push({ where: '--space', message: `"${id}" is not the id of a space: small letters, digits, _ and -` })
  return id === 'default' ? undefined : id
}
