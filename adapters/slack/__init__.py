"""Slack: Socket Mode or signed HTTP requests in, the Web API out, by slack-bolt and slack-sdk."""

NAME = "slack"
