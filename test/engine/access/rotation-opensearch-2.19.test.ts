import { describeCutOff, lostPassword } from './cut-off.js'
import { describeRotation } from './rotation.js'
import { onStack } from './situation.js'

const at = onStack('opensearch-2.19')
describeCutOff(at, lostPassword(at))
describeRotation(at)
