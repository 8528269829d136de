import { describeAdministrator } from './administrator.js'
import { onStack } from './situation.js'

describeAdministrator(onStack('opensearch-2.19'))
