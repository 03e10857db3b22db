"""Image file formats: what a file says about its pixels, without decoding them."""
