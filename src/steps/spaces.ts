import { isObject } from '../json.js'
import { SettingsError } from '../errors.js'
import { expectList } from '../http/shape.js'
import type { Stack } from '../stack/stack.js'

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
    throw refuse(
      'without Kibana there is nobody to ask which spaces there are',
      'Give its URL, or leave the option out.',
    )
  const wanted = spaces.filter((space) => space !== '*')
  if (wanted.length === 0 && spaces.length > 0) return
  const list = expectList(await stack.dashboards.reader.get('/api/spaces/space'), 'Reading the spaces of Kibana')
  const known = list.flatMap((space) => (isObject(space) ? [String(space['id'])] : []))
  const unknown = wanted.filter((space) => !known.includes(space))
  if (unknown.length > 0 || wanted.length === 0)
    throw refuse(
      wanted.length === 0
        ? 'no space is named'
        : `Kibana has no space ${unknown.map((name) => `"${name}"`).join(', ')}`,
      `It has ${known.join(', ')}. Make the space in Kibana first, or name another; * means all of them.`,
    )
}
