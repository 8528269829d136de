import { describeCanary } from '../../../engine/access/canary.js'
import { onStack } from '../../../engine/access/situation.js'

describeCanary(onStack('opensearch-2.19'))
