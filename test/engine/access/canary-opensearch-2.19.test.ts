import { describeCanary } from './canary.js'
import { onStack } from './situation.js'

describeCanary(onStack('opensearch-2.19'))
