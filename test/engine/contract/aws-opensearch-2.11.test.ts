import { describeContractOfOne } from './contract.js'
import { derivedStacks } from './stacks.js'

describeContractOfOne(derivedStacks['aws-opensearch-2.11'])
