/* Weigh source rows, which may have to be premultiplied by alpha first. */
#include <string.h>

#include "resample_rows.h"

size_t bytes_per_row(const struct source *source) {
    return (size_t)source->width * (source->layout == GRAY ? 1 : CHANNELS);
}

/* Return source rows with premultiplied alpha. `count` is at most half of the window's capacity. */
static const uint8_t *premultiplied(struct work *work, int32_t first, int32_t count) {
    struct window *window = &work->window;
    size_t stride = bytes_per_row(&work->source);
    if (first < window->first || first > window->first + window->count) {
        window->first = first;
        window->count = 0;
    }
    if (first - window->first + count > window->capacity) {
        int32_t dropped = first - window->first;
        window->count -= dropped;
        window->first = first;
        memmove(
            window->rows, window->rows + (size_t)dropped * stride, (size_t)window->count * stride);
    }
    for (; window->first + window->count < first + count; window->count++) {
        size_t row = (size_t)(window->first + window->count - work->source.top);
        alpha_premultiply(
            work->source.pixels + row * stride, (size_t)work->source.width,
            window->rows + (size_t)window->count * stride);
    }
    return window->rows + (size_t)(first - window->first) * stride;
}

void weigh_rows(struct work *work, int32_t at, int16_t *line, size_t step) {
    const struct side *down = &work->down;
    int32_t first = down->first[at], count = down->counts[at];
    size_t stride = bytes_per_row(&work->source);
    const uint8_t *from = work->source.layout == ALPHA
        ? premultiplied(work, first, count)
        : work->source.pixels + (size_t)(first - work->source.top) * stride;
    struct rows rows = {
        from, stride, stride, down->weights + (size_t)at * (size_t)down->taps, count,
        work->passes->alternate && work->source.layout != GRAY};
    work->passes->vertical(&rows, line, step);
}
