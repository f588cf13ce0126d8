"""What /metrics tells Prometheus: the requests to each web process, and the site's own state.

Only with METRICS_TOKEN. Without it, nothing here is imported, and /metrics isn't there.
"""
