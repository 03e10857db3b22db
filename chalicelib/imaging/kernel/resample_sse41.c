/* Both passes with SSE4.1. */
#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>

#include "cpu.h"
#include "resample.h"

USES_LEVEL_128 static __m128i two_weights(const int16_t *weights) {
    int32_t both;
    memcpy(&both, weights, sizeof both);
    return _mm_set1_epi32(both);
}

/* Add the lower 8 samples of two rows that alternate. */
USES_LEVEL_128 static void add_eight(__m128i alternating, __m128i weights, __m128i *sums) {
    __m128i zero = _mm_setzero_si128();
    sums[0] = _mm_add_epi32(sums[0], _mm_madd_epi16(_mm_unpacklo_epi8(alternating, zero), weights));
    sums[1] = _mm_add_epi32(sums[1], _mm_madd_epi16(_mm_unpackhi_epi8(alternating, zero), weights));
}

USES_LEVEL_128 static void store_pair(const __m128i *sums, bool alternate, int16_t *line) {
    const __m128i shuffle = _mm_setr_epi8(0, 1, 8, 9, 2, 3, 10, 11, 4, 5, 12, 13, 6, 7, 14, 15);
    __m128i samples = _mm_packs_epi32(
        _mm_srai_epi32(sums[0], VERTICAL_SHIFT), _mm_srai_epi32(sums[1], VERTICAL_SHIFT));
    _mm_storeu_si128((__m128i *)line, alternate ? _mm_shuffle_epi8(samples, shuffle) : samples);
}

USES_LEVEL_128 static void sixteen(
    const struct rows *rows, const uint8_t *from, int16_t *line, size_t step) {
    __m128i half = _mm_set1_epi32(VERTICAL_HALF), zero = _mm_setzero_si128();
    __m128i sums[4] = {half, half, half, half};
    int32_t tap = 0;
    for (; tap + 2 <= rows->count; tap += 2) {
        const uint8_t *row = from + (size_t)tap * rows->stride;
        __m128i weights = two_weights(rows->weights + tap);
        __m128i upper = _mm_loadu_si128((const __m128i *)row);
        __m128i lower = _mm_loadu_si128((const __m128i *)(row + rows->stride));
        add_eight(_mm_unpacklo_epi8(upper, lower), weights, sums);
        add_eight(_mm_unpackhi_epi8(upper, lower), weights, sums + 2);
    }
    if (tap < rows->count) {
        __m128i weights = _mm_set1_epi32((uint16_t)rows->weights[tap]);
        __m128i last = _mm_loadu_si128((const __m128i *)(from + (size_t)tap * rows->stride));
        add_eight(_mm_unpacklo_epi8(last, zero), weights, sums);
        add_eight(_mm_unpackhi_epi8(last, zero), weights, sums + 2);
    }
    store_pair(sums, rows->alternate, line);
    store_pair(sums + 2, rows->alternate, line + step);
}

USES_LEVEL_128 void resample_sse41_rest(const struct rows *rows, size_t at, int16_t *line, size_t step) {
    for (; at + 2 * PAIR <= rows->samples; at += 2 * PAIR)
        sixteen(rows, rows->first + at, line + at / PAIR * step, step);
    resample_rest(rows, at, line, step);
}

USES_LEVEL_128 static void vertical(const struct rows *rows, int16_t *line, size_t step) {
    resample_sse41_rest(rows, 0, line, step);
}

/* Weigh the pairs of one output pixel. */
USES_LEVEL_128 static __m128i weighed(const struct columns *columns, const int16_t *line, size_t at) {
    size_t pairs = (size_t)columns->pairs;
    const int16_t *pair = line + (size_t)columns->first_pair[at] * PAIR;
    const int16_t *weights = columns->weights + at * 2 * pairs;
    __m128i sum = _mm_set1_epi32(HORIZONTAL_HALF);
    for (size_t tap = 0; tap < pairs; tap++) {
        __m128i samples = _mm_loadu_si128((const __m128i *)(pair + tap * PAIR));
        sum = _mm_add_epi32(sum, _mm_madd_epi16(samples, two_weights(weights + 2 * tap)));
    }
    return _mm_srai_epi32(sum, HORIZONTAL_SHIFT);
}

USES_LEVEL_128 static void horizontal(
    const struct columns *columns, const int16_t *lines, uint8_t *const *targets) {
    const struct columns own = *columns;
    uint8_t *target = targets[0];
    size_t at = 0, output = (size_t)own.output;
    for (; at + 4 <= output; at += 4) {
        __m128i first = _mm_packs_epi32(weighed(&own, lines, at), weighed(&own, lines, at + 1));
        __m128i last = _mm_packs_epi32(weighed(&own, lines, at + 2), weighed(&own, lines, at + 3));
        _mm_storeu_si128((__m128i *)(target + at * CHANNELS), _mm_packus_epi16(first, last));
    }
    for (; at < output; at++) {
        __m128i sum = weighed(&own, lines, at);
        int32_t pixel = _mm_cvtsi128_si32(_mm_packus_epi16(_mm_packs_epi32(sum, sum), sum));
        memcpy(target + at * CHANNELS, &pixel, CHANNELS);
    }
}

const struct passes resample_sse41 = {1, true, vertical, horizontal};
#endif
