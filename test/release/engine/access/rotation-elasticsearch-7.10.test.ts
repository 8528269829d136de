import { describeCutOff, lostPassword } from '../../../engine/access/cut-off.js'
import { describeRotation } from '../../../engine/access/rotation.js'
import { onStack } from '../../../engine/access/situation.js'

const at = onStack('elasticsearch-7.10')
describeCutOff(at, lostPassword(at))
describeRotation(at)
