/* Resample gray images: four output rows at once are computed like the four channels of one. */
#include <string.h>

#include "resample_rows.h"

/* Make four gray rows the channels of a line, whose pixels alternate. Both columns of a pair are copied. */
static void join_alternating(const struct work *work, int16_t *line, size_t step) {
    size_t pairs = ((size_t)work->source.width + 1) / 2;
    for (size_t pair = 0; pair < pairs; pair++)
        for (size_t channel = 0; channel < CHANNELS; channel++)
            memcpy(
                line + pair * step + 2 * channel, work->gray + channel * work->gray_length + 2 * pair,
                2 * sizeof(int16_t));
}

static void join(const struct work *work, int16_t *line, size_t step) {
    for (size_t at = 0; at < (size_t)work->source.width; at++)
        for (size_t channel = 0; channel < CHANNELS; channel++)
            line[at / 2 * step + at % 2 * CHANNELS + channel] = work->gray[channel * work->gray_length + at];
}

/* Store the channels of a line's output as rows. */
static void split_gray(const struct target *target, int32_t row, const uint8_t *output) {
    size_t width = (size_t)target->width;
    for (int32_t channel = 0; channel < CHANNELS && row + channel < target->rows; channel++) {
        uint8_t *pixels = target->pixels + (size_t)(row + channel) * width;
        for (size_t at = 0; at < width; at++)
            pixels[at] = output[at * CHANNELS + (size_t)channel];
    }
}

void resample_gray(struct work *work) {
    const struct target *target = &work->target;
    size_t stride = (size_t)target->width * CHANNELS;
    int32_t lines = work->passes->lines;
    uint8_t *targets[MOST_LINES] = {work->spare, work->spare + stride};
    for (int32_t row = 0; row < target->rows; row += lines * CHANNELS) {
        for (int32_t line = 0; line < lines; line++) {
            int32_t first = row + line * CHANNELS;
            for (int32_t each = 0; each < CHANNELS && first + each < target->rows; each++)
                weigh_rows(
                    work, target->top + first + each, work->gray + (size_t)each * work->gray_length, PAIR);
            int16_t *joined = work->lines + line * PAIR;
            if (work->passes->alternate)
                join_alternating(work, joined, (size_t)lines * PAIR);
            else
                join(work, joined, (size_t)lines * PAIR);
        }
        work->passes->horizontal(&work->columns, work->lines, targets);
        for (int32_t line = 0; line < lines; line++)
            split_gray(target, row + line * CHANNELS, targets[line]);
    }
}
