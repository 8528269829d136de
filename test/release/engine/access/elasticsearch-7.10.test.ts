import { describeAdministrator, describeTokens } from '../../../engine/access/administrator.js'
import { describeEnvFile } from '../../../engine/access/env-file.js'
import { onStack } from '../../../engine/access/situation.js'
import { describeSpaces } from '../../../engine/access/spaces.js'

const situation = onStack('elasticsearch-7.10')

describeAdministrator(situation)
describeTokens(situation)
describeSpaces(situation)
describeEnvFile(situation)
