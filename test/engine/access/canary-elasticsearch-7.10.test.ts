import { describeCanary } from './canary.js'
import { onStack } from './situation.js'

describeCanary(onStack('elasticsearch-7.10'))
