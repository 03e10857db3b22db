/* Resample images of four channels: a line is a row. */
#include "resample_rows.h"

void resample_color(struct work *work) {
    const struct target *target = &work->target;
    size_t stride = (size_t)target->width * CHANNELS;
    int32_t lines = work->passes->lines;
    for (int32_t row = 0; row < target->rows; row += lines) {
        uint8_t *targets[MOST_LINES];
        for (int32_t line = 0; line < lines; line++) {
            targets[line] = work->spare;
            if (row + line >= target->rows)
                continue;
            targets[line] = target->pixels + (size_t)(row + line) * stride;
            weigh_rows(work, target->top + row + line, work->lines + line * PAIR, (size_t)lines * PAIR);
        }
        work->passes->horizontal(&work->columns, work->lines, targets);
        for (int32_t line = 0; line < lines && work->source.layout != COLOR; line++)
            alpha_unpremultiply(targets[line], (size_t)target->width);
    }
}
