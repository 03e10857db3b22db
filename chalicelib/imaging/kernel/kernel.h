/* What all files of the kernel share. The kernel allocates no memory: callers pass every buffer with its length. */
#ifndef DARKROOM_KERNEL_H
#define DARKROOM_KERNEL_H

#include <stddef.h>
#include <stdint.h>

/* Increased with every change to a function's arguments; library.py expects the same number. */
#define DARKROOM_KERNEL_ABI 1

/* Weights are integers with this many fractional bits. */
#define DARKROOM_WEIGHT_BITS 14

#define EXPORTED __attribute__((visibility("default")))

/* For functions whose arguments are constant where they are called. */
#define INLINE inline __attribute__((always_inline))

/* What functions return. */
enum status {
    OK = 0,
    BAD_ARGUMENT = 1, /* a length or a size does not fit the others */
    BAD_DATA = 2, /* the file has an invalid value */
};

#endif
