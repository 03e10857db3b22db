/* Both passes with AVX2. The horizontal pass has a line in each half of the registers. */
#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>

#include "cpu.h"
#include "resample.h"

USES_LEVEL_256 static __m256i two_weights(const int16_t *weights) {
    int32_t both;
    memcpy(&both, weights, sizeof both);
    return _mm256_set1_epi32(both);
}

/* Add 8 samples in each half of two rows that alternate. */
USES_LEVEL_256 static void add_sixteen(__m256i alternating, __m256i weights, __m256i *sums) {
    __m256i zero = _mm256_setzero_si256();
    sums[0] =
        _mm256_add_epi32(sums[0], _mm256_madd_epi16(_mm256_unpacklo_epi8(alternating, zero), weights));
    sums[1] =
        _mm256_add_epi32(sums[1], _mm256_madd_epi16(_mm256_unpackhi_epi8(alternating, zero), weights));
}

/* Store a pair from each half. */
USES_LEVEL_256 static void store_pairs(
    const __m256i *sums, bool alternate, int16_t *first, int16_t *second) {
    const __m256i shuffle = _mm256_broadcastsi128_si256(
        _mm_setr_epi8(0, 1, 8, 9, 2, 3, 10, 11, 4, 5, 12, 13, 6, 7, 14, 15));
    __m256i samples = _mm256_packs_epi32(
        _mm256_srai_epi32(sums[0], VERTICAL_SHIFT), _mm256_srai_epi32(sums[1], VERTICAL_SHIFT));
    samples = alternate ? _mm256_shuffle_epi8(samples, shuffle) : samples;
    _mm_storeu_si128((__m128i *)first, _mm256_castsi256_si128(samples));
    _mm_storeu_si128((__m128i *)second, _mm256_extracti128_si256(samples, 1));
}

/* Add 32 samples of two rows. */
USES_LEVEL_256 static void add_rows(__m256i upper, __m256i lower, __m256i weights, __m256i *sums) {
    add_sixteen(_mm256_unpacklo_epi8(upper, lower), weights, sums);
    add_sixteen(_mm256_unpackhi_epi8(upper, lower), weights, sums + 2);
}

USES_LEVEL_256 static __m256i load(const uint8_t *from) {
    return _mm256_loadu_si256((const __m256i *)from);
}

USES_LEVEL_256 static void store_four_pairs(
    const __m256i *sums, bool alternate, int16_t *line, size_t step) {
    store_pairs(sums, alternate, line, line + 2 * step);
    store_pairs(sums + 2, alternate, line + step, line + 3 * step);
}

/* The samples of a cache line. */
USES_LEVEL_256 static void sixty_four(
    const struct rows *rows, const uint8_t *from, int16_t *line, size_t step) {
    __m256i half = _mm256_set1_epi32(VERTICAL_HALF), zero = _mm256_setzero_si256();
    __m256i sums[8] = {half, half, half, half, half, half, half, half};
    size_t stride = rows->stride;
    int32_t tap = 0;
    for (; tap + 2 <= rows->count; tap += 2) {
        const uint8_t *row = from + (size_t)tap * stride;
        __m256i weights = two_weights(rows->weights + tap);
        add_rows(load(row), load(row + stride), weights, sums);
        add_rows(load(row + 32), load(row + stride + 32), weights, sums + 4);
    }
    if (tap < rows->count) {
        const uint8_t *row = from + (size_t)tap * stride;
        __m256i weights = _mm256_set1_epi32((uint16_t)rows->weights[tap]);
        add_rows(load(row), zero, weights, sums);
        add_rows(load(row + 32), zero, weights, sums + 4);
    }
    store_four_pairs(sums, rows->alternate, line, step);
    store_four_pairs(sums + 4, rows->alternate, line + 4 * step, step);
}

USES_LEVEL_256 static void vertical(const struct rows *rows, int16_t *line, size_t step) {
    size_t at = 0;
    for (; at + 8 * PAIR <= rows->samples; at += 8 * PAIR)
        sixty_four(rows, rows->first + at, line + at / PAIR * step, step);
    resample_sse41_rest(rows, at, line, step);
}

/* Weigh the pairs of one output pixel in both lines. */
USES_LEVEL_256 static __m256i weighed(const struct columns *columns, const int16_t *lines, size_t at) {
    size_t pairs = (size_t)columns->pairs;
    const int16_t *both = lines + (size_t)columns->first_pair[at] * 2 * PAIR;
    const int16_t *weights = columns->weights + at * 2 * pairs;
    __m256i sum = _mm256_set1_epi32(HORIZONTAL_HALF);
    for (size_t tap = 0; tap < pairs; tap++) {
        __m256i samples = _mm256_loadu_si256((const __m256i *)(both + tap * 2 * PAIR));
        sum = _mm256_add_epi32(sum, _mm256_madd_epi16(samples, two_weights(weights + 2 * tap)));
    }
    return _mm256_srai_epi32(sum, HORIZONTAL_SHIFT);
}

USES_LEVEL_256 static void horizontal(
    const struct columns *columns, const int16_t *lines, uint8_t *const *targets) {
    const struct columns own = *columns;
    uint8_t *upper = targets[0], *lower = targets[1];
    size_t at = 0, output = (size_t)own.output;
    for (; at + 4 <= output; at += 4) {
        __m256i first = _mm256_packs_epi32(weighed(&own, lines, at), weighed(&own, lines, at + 1));
        __m256i last = _mm256_packs_epi32(weighed(&own, lines, at + 2), weighed(&own, lines, at + 3));
        __m256i pixels = _mm256_packus_epi16(first, last);
        _mm_storeu_si128((__m128i *)(upper + at * CHANNELS), _mm256_castsi256_si128(pixels));
        _mm_storeu_si128((__m128i *)(lower + at * CHANNELS), _mm256_extracti128_si256(pixels, 1));
    }
    for (; at < output; at++) {
        __m256i sum = weighed(&own, lines, at);
        __m256i pixels = _mm256_packus_epi16(_mm256_packs_epi32(sum, sum), sum);
        int32_t one = _mm256_extract_epi32(pixels, 0), other = _mm256_extract_epi32(pixels, 4);
        memcpy(upper + at * CHANNELS, &one, CHANNELS);
        memcpy(lower + at * CHANNELS, &other, CHANNELS);
    }
}

const struct passes resample_avx2 = {2, true, vertical, horizontal};
#endif
