"""Decode TIFF with Pillow's libtiff, in many more sample layouts than Pillow's own reader."""
