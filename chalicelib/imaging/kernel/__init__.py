"""Loops over pixels in C, for what Pillow does without SIMD instructions.

`make kernel` compiles the C files of this folder for Lambda's architectures. Without the compiled object,
or with DARKROOM_KERNEL=off, Pillow does everything.
"""
