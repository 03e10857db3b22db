/* Resample gray images: four output rows at once are computed like the four channels of one. */
#include "resample_rows.h"

/* Make four gray rows the channels of a line. */
static void join_gray(const struct work *work, int16_t *line, size_t step) {
    const uint8_t *order = work->passes->order;
    for (size_t at = 0; at < (size_t)work->source.width; at++) {
        const int16_t *gray = work->gray + at / PAIR * PAIR + order[at % PAIR];
        int16_t *pair = line + at / 2 * step;
        for (size_t channel = 0; channel < CHANNELS; channel++)
            pair[order[at % 2 * CHANNELS + channel]] = gray[channel * work->gray_length];
    }
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
            join_gray(work, work->lines + line * PAIR, (size_t)lines * PAIR);
        }
        work->passes->horizontal(&work->columns, work->lines, targets);
        for (int32_t line = 0; line < lines; line++)
            split_gray(target, row + line * CHANNELS, targets[line]);
    }
}
