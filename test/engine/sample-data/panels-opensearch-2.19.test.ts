import { describePanels } from './panels/describe-panels.js'

describePanels('opensearch-2.19')
