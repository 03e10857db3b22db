/* Both passes in plain C, the reference for the other instruction sets. */
#include "resample.h"

static int32_t within(int32_t value, int32_t least, int32_t most) {
    return value < least ? least : value > most ? most : value;
}

/* Return where in a pair one of its samples is. */
static size_t place(size_t sample, bool alternate) {
    return alternate ? sample % CHANNELS * 2 + sample / CHANNELS : sample;
}

void resample_rest(const struct rows *rows, size_t at, int16_t *line, size_t step) {
    for (; at < rows->samples; at++) {
        int32_t sum = VERTICAL_HALF;
        for (int32_t tap = 0; tap < rows->count; tap++)
            sum += rows->weights[tap] * rows->first[(size_t)tap * rows->stride + at];
        line[at / PAIR * step + place(at % PAIR, rows->alternate)] =
            (int16_t)within(sum >> VERTICAL_SHIFT, INT16_MIN, INT16_MAX);
    }
}

static void vertical(const struct rows *rows, int16_t *line, size_t step) {
    resample_rest(rows, 0, line, step);
}

static void horizontal(const struct columns *columns, const int16_t *lines, uint8_t *const *targets) {
    size_t taps = 2 * (size_t)columns->pairs;
    for (size_t at = 0; at < (size_t)columns->output; at++) {
        const int16_t *pixel = lines + (size_t)columns->first_pair[at] * PAIR;
        const int16_t *weights = columns->weights + at * taps;
        for (size_t channel = 0; channel < CHANNELS; channel++) {
            int32_t sum = HORIZONTAL_HALF;
            for (size_t tap = 0; tap < taps; tap++)
                sum += weights[tap] * pixel[tap * CHANNELS + channel];
            targets[0][at * CHANNELS + channel] = (uint8_t)within(sum >> HORIZONTAL_SHIFT, 0, UINT8_MAX);
        }
    }
}

const struct passes resample_plain = {1, false, vertical, horizontal};
