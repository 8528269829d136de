import { SettingsError } from '../../errors.js'
import { isObject } from '../../json.js'
import { expectList, expectShape } from '../../http/shape.js'
import type { DashboardsServer, Stack } from '../../stack/stack.js'

/** Kibana takes one that it does not have without an error. @throws SettingsError, ApiError */
export async function checkSpace(space: string, { dashboards }: Stack): Promise<void> {
  if (dashboards === undefined)
    throw new SettingsError([{ where: '--space', message: 'it cannot be checked: there is no Kibana' }])
  if (await hasSpace(space, dashboards)) return
  throw new SettingsError(
    [{ where: '--space', message: `Kibana has no space "${space}"` }],
    `It has ${(await spacesOf(dashboards)).join(', ')}. Create the space in Kibana first, or name another.`,
  )
}

/** @throws ApiError */
export async function hasSpace(space: string, { reader }: DashboardsServer): Promise<boolean> {
  const reply = await reader.get(`/api/spaces/space/${space}`)
  if (reply.status === 404) return false
  expectShape(reply, `Reading the space ${space} of Kibana`, { id: 'text' })
  return true
}

/** Kibana takes a role for a space that it does not have (204, recorded on 7.12), and nobody notices. @throws SettingsError, ApiError */
export async function checkSpaces(spaces: string[] | undefined, stack: Stack): Promise<void> {
  if (spaces === undefined) return
  const refuse = (message: string, hint: string) => new SettingsError([{ where: '--spaces', message }], hint)
  if (stack.flavor.dialect !== 'elasticsearch')
    throw refuse(
      `${stack.flavor.title} has no spaces: it has tenants, and dashboards are in the global one`,
      'Leave the option out.',
    )
  if (stack.dashboards === undefined)
    throw refuse('the spaces cannot be checked: there is no Kibana', 'Give its URL, or leave the option out.')
  const named = spaces.filter((space) => space !== '*')
  if (named.length === 0 && spaces.length > 0) return
  const existing = await spacesOf(stack.dashboards)
  const unknown = named.filter((space) => !existing.includes(space))
  if (unknown.length > 0 || named.length === 0)
    throw refuse(
      named.length === 0 ? 'no space is named' : `Kibana has no space ${unknown.map((name) => `"${name}"`).join(', ')}`,
      `It has ${existing.join(', ')}. Create the space in Kibana first, or name another; * means all of them.`,
    )
}

async function spacesOf({ reader }: DashboardsServer): Promise<string[]> {
  const list = expectList(await reader.get('/api/spaces/space'), 'Reading the spaces of Kibana')
  return list.flatMap((space) => (isObject(space) ? [String(space['id'])] : []))
}
