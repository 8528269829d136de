import { describeContent, everyPart } from './content.js'

describeContent('opensearch-2.19', everyPart('opensearch'))
