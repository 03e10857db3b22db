"""Webhooks: messages of a queue become signed calls of endpoints, repeated until somebody takes them."""
