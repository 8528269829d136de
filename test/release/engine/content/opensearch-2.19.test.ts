import { describeContent, everyPart } from '../../../engine/content/content.js'

describeContent('opensearch-2.19', everyPart('opensearch'))
