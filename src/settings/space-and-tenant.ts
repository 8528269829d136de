import { invalid, valid, type Validated } from './validated.js'

/** undefined: global. `global_tenant`, as the engine calls it, is taken by OpenSearch Dashboards for another place than `global` (recorded on 2.19). */
export function readTenant(name: string | undefined): Validated<string | undefined> {
  if (name === undefined || /^global(_tenant)?$/i.test(name)) return valid(undefined)
  return name === '' || /^(private|__user__)$/i.test(name)
    ? invalid({ where: '--tenant', message: `"${name}" is private to one user: name a tenant that people share` })
    : valid(name)
}

/** undefined: the default space */
export function readSpace(id: string | undefined): Validated<string | undefined> {
  if (id !== undefined && !/^[a-z0-9_-]+$/.test(id))
    return invalid({ where: '--space', message: `"${id}" is not the id of a space: small letters, digits, _ and -` })
  return valid(id === 'default' ? undefined : id)
}
