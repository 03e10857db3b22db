/* Both passes with NEON. */
#if defined(__aarch64__)
#include <arm_neon.h>
#include <string.h>

#include "resample.h"

static int16x8_t narrowed(int32x4_t low, int32x4_t high) {
    return vcombine_s16(vqshrn_n_s32(low, VERTICAL_SHIFT), vqshrn_n_s32(high, VERTICAL_SHIFT));
}

static void sixteen(const struct rows *rows, const uint8_t *from, int16_t *line, size_t step) {
    int32x4_t half = vdupq_n_s32(VERTICAL_HALF);
    int32x4_t sums[4] = {half, half, half, half};
    for (int32_t tap = 0; tap < rows->count; tap++) {
        int16_t weight = rows->weights[tap];
        uint8x16_t bytes = vld1q_u8(from + (size_t)tap * rows->stride);
        int16x8_t low = vreinterpretq_s16_u16(vmovl_u8(vget_low_u8(bytes)));
        int16x8_t high = vreinterpretq_s16_u16(vmovl_u8(vget_high_u8(bytes)));
        sums[0] = vmlal_n_s16(sums[0], vget_low_s16(low), weight);
        sums[1] = vmlal_n_s16(sums[1], vget_high_s16(low), weight);
        sums[2] = vmlal_n_s16(sums[2], vget_low_s16(high), weight);
        sums[3] = vmlal_n_s16(sums[3], vget_high_s16(high), weight);
    }
    vst1q_s16(line, narrowed(sums[0], sums[1]));
    vst1q_s16(line + step, narrowed(sums[2], sums[3]));
}

static void vertical(const struct rows *rows, int16_t *line, size_t step) {
    size_t at = 0;
    for (; at + 2 * PAIR <= rows->samples; at += 2 * PAIR)
        sixteen(rows, rows->first + at, line + at / PAIR * step, step);
    resample_rest(rows, at, line, step);
}

static void horizontal(const struct columns *columns, const int16_t *lines, uint8_t *const *targets) {
    size_t pairs = (size_t)columns->pairs;
    for (size_t at = 0; at < (size_t)columns->output; at++) {
        const int16_t *pair = lines + (size_t)columns->first_pair[at] * PAIR;
        const int16_t *weights = columns->weights + at * 2 * pairs;
        int32x4_t even = vdupq_n_s32(HORIZONTAL_HALF), odd = vdupq_n_s32(0);
        for (size_t tap = 0; tap < pairs; tap++) {
            int16x8_t samples = vld1q_s16(pair + tap * PAIR);
            even = vmlal_n_s16(even, vget_low_s16(samples), weights[2 * tap]);
            odd = vmlal_n_s16(odd, vget_high_s16(samples), weights[2 * tap + 1]);
        }
        int16x4_t sum = vqmovn_s32(vshrq_n_s32(vaddq_s32(even, odd), HORIZONTAL_SHIFT));
        uint8x8_t bytes = vqmovun_s16(vcombine_s16(sum, sum));
        uint32_t pixel = vget_lane_u32(vreinterpret_u32_u8(bytes), 0);
        memcpy(targets[0] + at * CHANNELS, &pixel, sizeof pixel);
    }
}

const struct passes resample_neon = {1, false, vertical, horizontal};
#endif
