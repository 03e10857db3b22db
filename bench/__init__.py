"""Darkroom's image engine beside others: CPU time, memory and quality. Needs Linux (/proc, core affinity)."""
