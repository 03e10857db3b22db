"""Emulates CloudFront: the behaviors of infra/cdn.yaml, and its function in Node."""
