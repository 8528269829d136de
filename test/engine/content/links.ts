import type { Rule } from './lint.js'
import type { SavedObject, Visualization } from './saved-objects.js'

/** The dashboards to which a visualization leads. */
const targetsOf = ({ attributes }: SavedObject<Visualization>): string[] => {
  const { markdown = '', drilldown_url: drilldown = '' } = attributes.visState.params
  return [...`${markdown} ${drilldown}`.matchAll(/#\/dashboard\/([\w-]+)/g)].map(([, target = '']) => target)
}

/** Each leads to a dashboard that is there. */
export const links: Rule = ({ dashboards, visualizations }) =>
  [...visualizations].flatMap(([id, object]) =>
    targetsOf(object)
      .filter((target) => !dashboards.has(target))
      .map((target) => `${id} leads to the dashboard ${target}, which is not there`),
  )

/** A time range of its own would take the place of the one that was looked at where the link is. */
export const opening: Rule = ({ dashboards, visualizations }) => {
  const linked = new Set(
    [...dashboards.values()].flatMap(({ references: refs }) =>
      refs.flatMap(({ id }) => [visualizations.get(id)].flatMap((object) => (object ? targetsOf(object) : []))),
    ),
  )
  return [...dashboards].flatMap(([id, { attributes }]) => {
    const { timeRestore, timeFrom = '', timeTo = '', description } = attributes
    return [
      ...(description === '' ? [`${id} does not say what it is for`] : []),
      ...(linked.has(id) && timeRestore
        ? [`${id} is reached by links, and forgets the time range with which they come`]
        : []),
      ...(!linked.has(id) && (!timeRestore || timeFrom === '' || timeTo === '')
        ? [`${id} opens without a time range of its own`]
        : []),
    ]
  })
}
