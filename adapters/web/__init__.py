"""The HTTP side: webhooks of the platforms, health, readiness and metrics."""
