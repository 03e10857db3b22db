"""Overlays: images that presets draw onto variants, such as watermarks."""
