import { whyNotHere } from '../../../sandbox/engine.js'
import { describeVersion } from './contract.js'
import { engineStacks } from './stacks.js'

describeVersion(engineStacks['opensearch-3.4'], await whyNotHere('opensearch-3.4'))
