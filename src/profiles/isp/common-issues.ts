import type { CommonIssue } from '../profile.js'

/** "Common Issues" of docs/elasticsearch_integration.md, with the names of its containers. */
export const commonIssues: CommonIssue[] = [
  {
    title: 'Elasticsearch Not Starting',
    shows: 'no answer',
    advice:
      'See docker logs isp-elasticsearch. Does the host have enough memory? Can the server write to its data folder?',
  },
  {
    title: 'Logs Not Appearing in Elasticsearch',
    shows: 'no index of a day',
    advice:
      'Is ELASTICSEARCH_ENABLED true where the platform runs? Do its sync tasks run (Celery)? Are there logs in its database that are not synced?',
  },
  {
    title: 'Kibana Dashboards Not Loading',
    shows: 'no index pattern',
    advice: 'See docker logs isp-kibana. Are the index patterns there, and the indices that they match?',
  },
]
