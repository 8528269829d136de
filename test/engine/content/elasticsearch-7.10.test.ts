import { describeContent, everyPart } from './content.js'

describeContent('elasticsearch-7.10', everyPart('elasticsearch'))
