"""The whole of Darkroom on this machine: moto for AWS, worker processes for Lambda, Chalice's local server.

Import rules: nothing here imports chalicelib; the app is reached as Lambda reaches it, by its handlers.
"""
