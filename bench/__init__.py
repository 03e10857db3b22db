"""Benchmark of Darkroom's image engine against other engines: CPU time, memory and quality.

Needs Linux, for /proc and core affinity.
"""
