"""Webhooks: send signed events from the queue to subscribed endpoints, with retries."""
