import type { JsonObject } from '../json.js'

/**
 * What a server can be given of a pipeline or an index template that it has shown: from 9 on Elasticsearch adds dates of its own, and refuses them
 * ("provided a template property which is managed by the system: created_date", 9.5).
 */
export const withoutServerDates = (body: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(body).filter(([key]) => !/^(created|modified)_date(_millis)?$/.test(key)))
