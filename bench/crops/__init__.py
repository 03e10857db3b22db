"""Judge how well crops keep the subject of an image: Darkroom's, and those of libvips, which sharp uses."""
