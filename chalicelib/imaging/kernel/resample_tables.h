/* Tables of weights, as darkroom_weights fills them. */
#ifndef DARKROOM_RESAMPLE_TABLES_H
#define DARKROOM_RESAMPLE_TABLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "resample.h"

/* One side: of each output pixel the first source pixel, how many there are, and `taps` weights. */
struct side {
    const int32_t *first;
    const int32_t *counts;
    const int16_t *weights;
    int32_t taps;
};

/* The lengths of a table's arrays. */
struct side_lengths {
    size_t first, counts, weights;
};

/* Return whether the arrays have entries for `output` pixels. */
bool side_has(const struct side *side, struct side_lengths lengths, int32_t output);

/* Return whether the output pixels `from` to `to` only need source pixels `top` to `end`, and whether no sum
 * of their weights overflows. */
bool side_is_within(const struct side *side, int32_t from, int32_t to, int32_t top, int32_t end);

/* Return how many pairs the output pixels need at most. */
int32_t side_pairs(const struct side *side, int32_t output);

/* Copy the weights so that each output pixel begins with a pair: `2 * pairs` weights each. */
void side_to_pairs(
    const struct side *side, int32_t output, int32_t pairs, int32_t *first_pair, int16_t *weights);

#endif
