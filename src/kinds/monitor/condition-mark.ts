import { objectIn, valueIn, type JsonObject } from '../../json.js'
import type { Mark } from '../mark.js'
import { triggersIn, withTriggers } from './triggers.js'

const comment = / \/\/ (elkctl:\S+)$/

const sourceOf = (trigger: JsonObject): string => String(valueIn(trigger, 'condition', 'script', 'source') ?? '')

/**
 * The mark as a comment in the condition of each trigger. A monitor has no description, and of its `ui_metadata` the plugin tells only OpenSearch Dashboards
 * (https://github.com/opensearch-project/alerting, RestHandlerUtils.kt), which writes new ones. Who edits a trigger there sees it, and keeps it.
 */
export const conditionMark: Mark = {
  read: (monitor) =>
    triggersIn(monitor)
      .map((trigger) => comment.exec(sourceOf(trigger))?.[1])
      .find((mark) => mark !== undefined),
  put: (monitor, mark) => withSources(monitor, (source) => `${source} // ${mark}`),
  strip: (monitor) => withSources(monitor, (source) => source.replace(comment, '')),
}

const withSources = (monitor: JsonObject, change: (source: string) => string): JsonObject =>
  withTriggers(monitor, (trigger) => {
    const condition = objectIn(trigger, 'condition')
    const script = objectIn(condition, 'script')
    return { ...trigger, condition: { ...condition, script: { ...script, source: change(sourceOf(trigger)) } } }
  })
