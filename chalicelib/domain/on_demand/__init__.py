"""Variants on demand: the URLs, who may request what, and which format a browser gets. Pure.

infra/edge.js implements the same rules for CloudFront. tests/edge/vectors.json holds both to each other.
"""
