/** A server without the feature answers 400 "no handler", 404 or 405, by version; with it, the list is 200 even when it is empty. */
export const withoutFeature = { statuses: [400, 404, 405], feature: 'lifecycle management' }
