import { describeRotation } from './rotation.js'
import { onStack } from './situation.js'

describeRotation(onStack('opensearch-2.19'))
