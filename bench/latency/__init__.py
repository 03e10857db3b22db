"""Measure the time until an image is `ready`, with the latencies that are assumed for AWS."""
