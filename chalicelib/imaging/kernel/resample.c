/* Resample images: check the arguments, divide the scratch memory, and draw all rows. */
#include <stdbool.h>
#include <string.h>

#include "cpu.h"
#include "resample_rows.h"

/* No product of sizes below these overflows 64 bits. Pillow's images have shorter sides. */
#define MOST_PIXELS (1 << 29)
#define ALIGNMENT 64

struct scratch {
    uint8_t *next;
    size_t left;
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

static bool is_size(int32_t value) {
    return value >= 1 && value < MOST_PIXELS;
}

static bool has_sizes(const struct work *work) {
    const struct source *source = &work->source;
    const struct target *target = &work->target;
    return source->layout >= GRAY && source->layout <= PREMULTIPLIED && is_size(source->width)
        && is_size(source->rows) && source->top >= 0 && source->top < MOST_PIXELS && is_size(target->width)
        && is_size(target->rows) && target->top >= 0 && target->top < MOST_PIXELS;
}

static bool fits(size_t length, size_t row, int32_t rows) {
    return length / row >= (size_t)rows;
}

/* Return whether the tables have weights for the target, of pixels that are in the source. */
static bool has_weights(
    const struct work *work, const struct side *across, struct side_lengths across_lengths,
    struct side_lengths down_lengths) {
    const struct source *source = &work->source;
    int32_t width = work->target.width, top = work->target.top, end = top + work->target.rows;
    return side_has(across, across_lengths, width) && side_has(&work->down, down_lengths, end)
        && side_is_within(across, 0, width, 0, source->width)
        && side_is_within(&work->down, top, end, source->top, source->top + source->rows);
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
    struct side across = {across_first, across_counts, across_weights, across_taps};
    struct side_lengths across_lengths = {across_first_length, across_counts_length, across_weights_length};
    struct side_lengths down_lengths = {down_first_length, down_counts_length, down_weights_length};
    struct work work = {
        .passes = chosen_passes(),
        .source = {source, source_width, source_top, source_rows, layout},
        .down = {down_first, down_counts, down_weights, down_taps},
        .target = {target, target_width, target_top, target_rows},
    };
    if (!has_sizes(&work))
        return BAD_ARGUMENT;
    size_t target_row = (size_t)target_width * (layout == GRAY ? 1 : CHANNELS);
    if (!fits(source_length, bytes_per_row(&work.source), source_rows))
        return BAD_ARGUMENT;
    if (!fits(target_length, target_row, target_rows))
        return BAD_ARGUMENT;
    if (!has_weights(&work, &across, across_lengths, down_lengths))
        return BAD_ARGUMENT;
    struct scratch left = {scratch, scratch_length};
    if (prepare_columns(&work, &across, &left) != OK || prepare_lines(&work, &left) != OK)
        return BAD_ARGUMENT;
    if (layout == GRAY)
        resample_gray(&work);
    else
        resample_color(&work);
    return OK;
}
