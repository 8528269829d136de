import { describeContractOfOne } from './contract.js'
import { derivedStacks } from './stacks.js'

describeContractOfOne(derivedStacks['opensearch-1.3'])
