import { canary, describeCanary } from './canary.js'
import { onStack } from './situation.js'

describeCanary(onStack('elasticsearch-7.10', { password: canary }))
