import { describeAdministrator, describeTokens } from './administrator.js'
import { describeEnvFile } from './env-file.js'
import { onStack } from './situation.js'
import { describeSpaces } from './spaces.js'

const situation = onStack('elasticsearch-7.10')

describeAdministrator(situation)
describeTokens(situation)
describeSpaces(situation)
describeEnvFile(situation)
