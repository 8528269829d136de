import { describeClusterState } from './cluster-state.js'

describeClusterState('opensearch-2.19')
