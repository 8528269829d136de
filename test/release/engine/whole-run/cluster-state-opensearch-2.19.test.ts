import { describeClusterState } from '../../../engine/whole-run/cluster-state.js'

describeClusterState('opensearch-2.19')
