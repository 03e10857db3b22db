/* Resampling in two passes.
 *
 * For each output row, the vertical pass weighs source rows into a line of 16-bit samples with 6 fractional
 * bits. The horizontal pass weighs the line's samples into the row. This order needs memory for a line only,
 * and the horizontal pass sees no rows but the output's. The sums are integers and cannot overflow, so that
 * all instruction sets give the same result, in whatever order they add. */
#ifndef DARKROOM_RESAMPLE_H
#define DARKROOM_RESAMPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kernel.h"

#define CHANNELS 4
/* Lines consist of pairs of pixels, because processors multiply and add pairs of 16-bit integers at once. */
#define PAIR (2 * CHANNELS)
/* The most lines that a horizontal pass takes at once. */
#define MOST_LINES 2

#define LINE_BITS 6
#define VERTICAL_SHIFT (DARKROOM_WEIGHT_BITS - LINE_BITS)
#define HORIZONTAL_SHIFT (DARKROOM_WEIGHT_BITS + LINE_BITS)
#define VERTICAL_HALF (1 << (VERTICAL_SHIFT - 1))
#define HORIZONTAL_HALF (1 << (HORIZONTAL_SHIFT - 1))

/* The source rows of one output row. `stride` is in bytes, `samples` are the bytes that count. With
 * `alternate`, both pixels of a pair alternate in the line: r0 r1 g0 g1 b0 b1 x0 x1. */
struct rows {
    const uint8_t *first;
    size_t stride;
    size_t samples;
    const int16_t *weights;
    int32_t count;
    bool alternate;
};

/* The horizontal weights: each output pixel starts at a pair and takes the same number of pairs, so that the
 * processor can predict the loop. Weights of pixels that do not count are zero. */
struct columns {
    int32_t output;
    int32_t pairs;
    const int32_t *first_pair;
    const int16_t *weights;
};

struct passes {
    /* The lines that `horizontal` takes at once. Their pairs alternate in memory. */
    int32_t lines;
    /* Whether it takes pairs whose pixels alternate. */
    bool alternate;
    /* Pairs of the line are `step` samples apart. */
    void (*vertical)(const struct rows *rows, int16_t *line, size_t step);
    void (*horizontal)(const struct columns *columns, const int16_t *lines, uint8_t *const *targets);
};

extern const struct passes resample_plain;
#if defined(__x86_64__)
extern const struct passes resample_sse41;
extern const struct passes resample_avx2;
void resample_sse41_rest(const struct rows *rows, size_t at, int16_t *line, size_t step);
#elif defined(__aarch64__)
extern const struct passes resample_neon;
#endif

/* Weigh the samples from `at` on, one by one: what is left of a row after loops over several at once. */
void resample_rest(const struct rows *rows, size_t at, int16_t *line, size_t step);

/* Premultiply RGBA by alpha, and undo it, rounding as Pillow does when it converts to RGBa and back. */
void alpha_premultiply(const uint8_t *source, size_t pixels, uint8_t *target);
void alpha_unpremultiply(uint8_t *row, size_t pixels);

#endif
