"""Color spaces: how files describe them, and the conversion to sRGB."""
