import type { ResourceKind } from '../kind.js'
import { ilm } from './ilm.js'
import { ism } from './ism.js'

export const lifecyclePolicy: ResourceKind = {
  name: 'lifecycle policy',
  folder: 'templates/<profile>/lifecycle-policies',
  compare: 'subset',
  needs: 'search',
  after: ['role'],
  api: { elasticsearch: ilm, opensearch: ism },
}
