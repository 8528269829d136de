import { whyNotHere } from '../../../sandbox/engine.js'
import { describeVersion } from './contract.js'
import { engineStacks } from './stacks.js'

describeVersion(engineStacks['elasticsearch-9.5'], await whyNotHere('elasticsearch-9.5'))
