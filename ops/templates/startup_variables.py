"""Variables that libraries read when the process of a function starts."""

# glibc keeps freed memory for the next image. Returned to the system, it costs a page fault for each 4 KB
# when it is used again: a quarter of the CPU time of scaling a 12 MP JPEG to 1600 pixels.
# https://man7.org/linux/man-pages/man3/mallopt.3.html
_MIB = 1 << 20

STARTUP_VARIABLES = {
    # The most that glibc accepts. Larger allocations are always returned.
    "MALLOC_MMAP_THRESHOLD_": str(32 * _MIB),
    # Pillow's pixels of a JPEG of 16 megapixels, and half as much for all else. Of the functions' memory,
    # MAX_DECODE_BYTES leaves more.
    "MALLOC_TRIM_THRESHOLD_": str(96 * _MIB),
    # botocore signs in Python, although awscrt may be there: with it, a call takes 2 to 8% more CPU time.
    "BOTO_DISABLE_CRT": "true",
}
