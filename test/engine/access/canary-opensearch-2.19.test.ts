import { canary, describeCanary } from './canary.js'
import { onStack } from './situation.js'

describeCanary(onStack('opensearch-2.19', { password: canary }))
