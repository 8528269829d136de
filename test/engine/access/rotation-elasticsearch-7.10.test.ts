import { describeRotation } from './rotation.js'
import { onStack } from './situation.js'

describeRotation(onStack('elasticsearch-7.10'))
