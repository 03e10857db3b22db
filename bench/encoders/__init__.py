"""Compare encoder settings with sharp's defaults, at equal SSIMULACRA2 scores: `python -m bench.encoders`."""
