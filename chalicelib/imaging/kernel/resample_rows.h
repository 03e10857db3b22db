/* An image that is being resampled, row by row. */
#ifndef DARKROOM_RESAMPLE_ROWS_H
#define DARKROOM_RESAMPLE_ROWS_H

#include "resample.h"
#include "resample_tables.h"

/* Pixels of one channel, of four independent ones, and of three with alpha as the fourth, which is
 * premultiplied or not. The result is never premultiplied. */
enum { GRAY = 1, COLOR = 2, ALPHA = 3, PREMULTIPLIED = 4 };

struct source {
    const uint8_t *pixels;
    int32_t width, top, rows;
    int32_t layout;
};

/* Premultiplied source rows from `first` on. Output rows share most of them with the next output row. */
struct window {
    uint8_t *rows;
    int32_t capacity, first, count;
};

struct target {
    uint8_t *pixels;
    int32_t width, top, rows;
};

struct work {
    const struct passes *passes;
    struct source source;
    struct side down;
    struct columns columns;
    struct target target;
    struct window window;
    int16_t *lines;
    /* The output of a line that is not a row of the target. */
    uint8_t *spare;
    /* Rows of gray images, before they become the channels of a line. */
    int16_t *gray;
    size_t gray_length;
};

size_t bytes_per_row(const struct source *source);

/* Weigh the source rows of row `at` of the whole target. */
void weigh_rows(struct work *work, int32_t at, int16_t *line, size_t step);

/* Draw all rows of the target. */
void resample_color(struct work *work);
void resample_gray(struct work *work);

#endif
