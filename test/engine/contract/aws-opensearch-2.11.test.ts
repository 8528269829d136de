import { describeContract } from './contract.js'
import { derivedStacks } from './stacks.js'

describeContract(derivedStacks['aws-opensearch-2.11'])
