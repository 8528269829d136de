import { describeAdministrator, describeTokens } from './administrator.js'
import { describeEnvFile } from './env-file.js'
import { onStack } from './situation.js'
import { describeSpaces } from './spaces.js'

// API keys are off without TLS: xpack.security.authc.api_key.enabled.
const situation = onStack('elasticsearch-7.10', { settings: { 'xpack.security.authc.api_key.enabled': 'true' } })

describeAdministrator(situation)
describeTokens(situation)
describeSpaces(situation)
describeEnvFile(situation)
