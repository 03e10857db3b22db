/* Check tables of weights, and arrange them for the horizontal pass. */
#include "resample_tables.h"

#include <string.h>

/* The sum of the weights' absolute values, at most 3: times a 16-bit sample, it fits 32 bits. With Lanczos it
 * is about 1.3. */
#define MOST_WEIGHT (3 << DARKROOM_WEIGHT_BITS)

/* More taps than any table has, so that no product with them overflows 64 bits. */
#define MOST_TAPS (1 << 20)

bool side_has(const struct side *side, struct side_lengths lengths, int32_t output) {
    if (side->taps < 1 || side->taps > MOST_TAPS)
        return false;
    return lengths.first >= (size_t)output && lengths.counts >= (size_t)output
        && lengths.weights / (size_t)side->taps >= (size_t)output;
}

static const int16_t *weights_of(const struct side *side, int32_t at) {
    return side->weights + (size_t)at * (size_t)side->taps;
}

static bool can_be_summed(const int16_t *weights, int32_t count) {
    int32_t sum = 0;
    for (int32_t tap = 0; tap < count && sum <= MOST_WEIGHT; tap++)
        sum += weights[tap] < 0 ? -(int32_t)weights[tap] : weights[tap];
    return sum <= MOST_WEIGHT;
}

bool side_is_within(const struct side *side, int32_t from, int32_t to, int32_t top, int32_t end) {
    for (int32_t at = from; at < to; at++) {
        int32_t first = side->first[at], count = side->counts[at];
        if (count < 1 || count > side->taps || first < top || first >= end || count > end - first)
            return false;
        if (!can_be_summed(weights_of(side, at), count))
            return false;
    }
    return true;
}

int32_t side_pairs(const struct side *side, int32_t output) {
    int32_t most = 0;
    for (int32_t at = 0; at < output; at++) {
        int32_t pairs = (side->first[at] % 2 + side->counts[at] + 1) / 2;
        most = pairs > most ? pairs : most;
    }
    return most;
}

void side_to_pairs(
    const struct side *side, int32_t output, int32_t pairs, int32_t *first_pair, int16_t *weights) {
    size_t taps = 2 * (size_t)pairs;
    memset(weights, 0, sizeof(int16_t) * (size_t)output * taps);
    for (int32_t at = 0; at < output; at++) {
        first_pair[at] = side->first[at] / 2;
        memcpy(
            weights + (size_t)at * taps + side->first[at] % 2, weights_of(side, at),
            sizeof(int16_t) * (size_t)side->counts[at]);
    }
}
