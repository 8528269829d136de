import { show } from './kibana-request.js'
import { panelsOf } from './saved-objects.js'
import type { SearchClient } from './search-client.js'

/** What a control of a dashboard lets choose, in the order of its list; undefined: it has none for this field. */
export async function optionsOf(client: SearchClient, dashboard: string, field: string): Promise<string[] | undefined> {
  for (const [, object] of panelsOf(dashboard)) {
    const control = object.attributes.visState.params.controls?.find(({ fieldName }) => fieldName === field)
    if (control === undefined) continue
    const shown = (await show(client, object, { from: '', to: '', auto: 0 })) as Record<string, Record<string, number>>
    const values = Object.keys(shown[control.label] ?? {})
    // It lists the most frequent ones, of which there must not be more.
    if (values.length >= control.options.size) throw new Error(`${control.label} lists only a part`)
    return values.toSorted((one, other) => one.toLowerCase().localeCompare(other.toLowerCase()))
  }
  return undefined
}

/** The filter that a control sets for the values that were chosen (elastic/kibana 7.10, `PhraseFilterManager`, `buildPhrasesFilter`). */
export function phraseFilter(field: string, values: string[]): object {
  const phrases = values.map((value) => ({ match_phrase: { [field]: value } }))
  const [first, ...more] = phrases
  return first !== undefined && more.length === 0 ? first : { bool: { should: phrases, minimum_should_match: 1 } }
}
