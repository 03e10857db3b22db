/* Resample images: check the arguments, and run both passes for each output row. */
#include "resample.h"

#include <stdbool.h>
#include <string.h>

#include "cpu.h"
#include "resample_tables.h"

/* Pixels of one channel, of four independent ones, and of three with alpha as the fourth, which is
 * premultiplied or not. The result is never premultiplied. */
enum layout { GRAY = 1, COLOR = 2, ALPHA = 3, PREMULTIPLIED = 4 };

/* No product of sizes below these overflows 64 bits. Pillow's images have shorter sides. */
#define MOST_PIXELS (1 << 29)
#define MOST_TAPS (1 << 20)
#define ALIGNMENT 64

struct source {
    const uint8_t *pixels;
    int32_t width, top, rows;
    enum layout layout;
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

struct scratch {
    uint8_t *next;
    size_t left;
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

static const struct passes *chosen_passes(void) {
#if defined(__x86_64__)
    switch (cpu_level()) {
    case LEVEL_256:
        return &resample_avx2;
    case LEVEL_128:
        return &resample_sse41;
    default:
        return &resample_plain;
    }
#elif defined(__aarch64__)
    return cpu_level() == LEVEL_PLAIN ? &resample_plain : &resample_neon;
#else
    return &resample_plain;
#endif
}

static size_t bytes_per_row(const struct source *source) {
    return (size_t)source->width * (source->layout == GRAY ? 1 : CHANNELS);
}

/* Return memory that is aligned for all types, or NULL if there is not enough. */
static void *take(struct scratch *scratch, size_t bytes) {
    size_t padding = (ALIGNMENT - (uintptr_t)scratch->next % ALIGNMENT) % ALIGNMENT;
    if (scratch->left < padding || scratch->left - padding < bytes)
        return NULL;
    uint8_t *taken = scratch->next + padding;
    scratch->next = taken + bytes;
    scratch->left -= padding + bytes;
    return taken;
}

/* Arrange the horizontal weights. */
static enum status prepare_columns(struct work *work, const struct side *across, struct scratch *scratch) {
    int32_t output = work->target.width, pairs = side_pairs(across, output);
    int32_t *first_pair = take(scratch, sizeof(int32_t) * (size_t)output);
    int16_t *weights = take(scratch, sizeof(int16_t) * 2 * (size_t)pairs * (size_t)output);
    if (!first_pair || !weights)
        return BAD_ARGUMENT;
    side_to_pairs(across, output, pairs, first_pair, weights);
    work->columns = (struct columns){output, pairs, first_pair, weights};
    return OK;
}

static enum status prepare_lines(struct work *work, struct scratch *scratch) {
    size_t pairs = ((size_t)work->source.width + 1) / 2;
    /* The last output pixels read beyond the line, with weights of zero. */
    size_t length = (pairs + (size_t)work->columns.pairs) * PAIR * MOST_LINES;
    work->lines = take(scratch, sizeof(int16_t) * length);
    work->spare = take(scratch, (size_t)work->target.width * CHANNELS * MOST_LINES);
    if (!work->lines || !work->spare)
        return BAD_ARGUMENT;
    memset(work->lines, 0, sizeof(int16_t) * length);
    if (work->source.layout == GRAY) {
        work->gray_length = ((size_t)work->source.width + PAIR - 1) / PAIR * PAIR;
        work->gray = take(scratch, sizeof(int16_t) * work->gray_length * CHANNELS);
        return work->gray ? OK : BAD_ARGUMENT;
    }
    if (work->source.layout == ALPHA) {
        int32_t capacity = 2 * work->down.taps;
        work->window.rows = take(scratch, bytes_per_row(&work->source) * (size_t)capacity);
        work->window.capacity = capacity;
        return work->window.rows ? OK : BAD_ARGUMENT;
    }
    return OK;
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

/* Weigh the source rows of the target's row `at`. */
static void weigh_rows(struct work *work, int32_t at, int16_t *line, size_t step) {
    const struct side *down = &work->down;
    int32_t first = down->first[at], count = down->counts[at];
    size_t stride = bytes_per_row(&work->source);
    const uint8_t *from = work->source.layout == ALPHA
        ? premultiplied(work, first, count)
        : work->source.pixels + (size_t)(first - work->source.top) * stride;
    struct rows rows = {from, stride, stride, down->weights + (size_t)at * (size_t)down->taps, count};
    work->passes->vertical(&rows, line, step);
}

static void resample_color(struct work *work) {
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

/* Four output rows at once are computed like the channels of one. */
static void resample_gray(struct work *work) {
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

static bool is_size(int32_t value) {
    return value >= 1 && value < MOST_PIXELS;
}

static bool fits(size_t length, size_t row, int32_t rows) {
    return length / row >= (size_t)rows;
}

/* Resample rows `target_top` and following of an image, and store them at `target`.
 *
 * `source` are rows `source_top` and following of the source, among them all that these output rows need.
 * `across` and `down` are the tables of darkroom_weights for the whole width and height. */
EXPORTED int32_t darkroom_resample(
    const uint8_t *source, size_t source_length, int32_t layout, int32_t source_width, int32_t source_top,
    int32_t source_rows, const int32_t *across_first, size_t across_first_length,
    const int32_t *across_counts, size_t across_counts_length, const int16_t *across_weights,
    size_t across_weights_length, int32_t across_taps, const int32_t *down_first, size_t down_first_length,
    const int32_t *down_counts, size_t down_counts_length, const int16_t *down_weights,
    size_t down_weights_length, int32_t down_taps, uint8_t *target, size_t target_length,
    int32_t target_width, int32_t target_top, int32_t target_rows, uint8_t *scratch, size_t scratch_length) {
    if (layout < GRAY || layout > PREMULTIPLIED || source_top < 0 || target_top < 0)
        return BAD_ARGUMENT;
    if (!is_size(source_width) || !is_size(source_rows) || !is_size(target_width) || !is_size(target_rows))
        return BAD_ARGUMENT;
    if (source_top > MOST_PIXELS || target_top > MOST_PIXELS)
        return BAD_ARGUMENT;
    if (across_taps < 1 || across_taps > MOST_TAPS || down_taps < 1 || down_taps > MOST_TAPS)
        return BAD_ARGUMENT;
    struct side across = {across_first, across_counts, across_weights, across_taps};
    struct side down = {down_first, down_counts, down_weights, down_taps};
    struct side_lengths across_lengths = {across_first_length, across_counts_length, across_weights_length};
    struct side_lengths down_lengths = {down_first_length, down_counts_length, down_weights_length};
    int32_t target_end = target_top + target_rows;
    if (!side_has(&across, across_lengths, target_width) || !side_has(&down, down_lengths, target_end))
        return BAD_ARGUMENT;
    struct work work = {
        .passes = chosen_passes(),
        .source = {source, source_width, source_top, source_rows, (enum layout)layout},
        .down = down,
        .target = {target, target_width, target_top, target_rows},
    };
    size_t target_row = (size_t)target_width * (layout == GRAY ? 1 : CHANNELS);
    if (!fits(source_length, bytes_per_row(&work.source), source_rows))
        return BAD_ARGUMENT;
    if (!fits(target_length, target_row, target_rows))
        return BAD_ARGUMENT;
    if (!side_is_within(&across, 0, target_width, 0, source_width))
        return BAD_ARGUMENT;
    if (!side_is_within(&down, target_top, target_end, source_top, source_top + source_rows))
        return BAD_ARGUMENT;
    struct scratch free = {scratch, scratch_length};
    if (prepare_columns(&work, &across, &free) != OK || prepare_lines(&work, &free) != OK)
        return BAD_ARGUMENT;
    if (layout == GRAY)
        resample_gray(&work);
    else
        resample_color(&work);
    return OK;
}
