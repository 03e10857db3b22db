"""Runs Darkroom on this machine: moto emulates AWS, worker processes emulate Lambda, Chalice serves the API.

Import rule: nothing here imports chalicelib. The local stack calls the app's handlers, as Lambda does.
"""
