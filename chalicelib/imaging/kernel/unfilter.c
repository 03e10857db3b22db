/* Undo the filters of PNG's rows: https://www.w3.org/TR/png-3/#9Filters */
#include <string.h>

#include "cpu.h"
#include "kernel.h"

enum filter { NONE, SUB, UP, AVERAGE, PAETH, FILTERS };

/* A row as in the file, what the row above it holds, and where the result goes. */
struct row {
    const uint8_t *filtered;
    const uint8_t *above;
    uint8_t *result;
};

static int32_t distance(int32_t one, int32_t other) {
    return one > other ? one - other : other - one;
}

static uint8_t paeth(uint8_t left, uint8_t above, uint8_t corner) {
    int32_t from_left = distance(above, corner);
    int32_t from_above = distance(left, corner);
    int32_t from_corner = distance(left + above, 2 * corner);
    if (from_left <= from_above && from_left <= from_corner)
        return left;
    return from_above <= from_corner ? above : corner;
}

static uint8_t prediction(uint8_t filter, uint8_t left, uint8_t above, uint8_t corner) {
    switch (filter) {
    case SUB:
        return left;
    case AVERAGE:
        return (uint8_t)((left + above) / 2);
    default:
        return paeth(left, above, corner);
    }
}

static int uses_left(struct row row) {
    return row.filtered[0] != NONE && row.filtered[0] != UP;
}

/* Undo any filter for pixels of any size, one byte after the other. */
static void undo_row(struct row row, size_t row_size, size_t pixel_size) {
    uint8_t filter = row.filtered[0];
    if (filter == NONE) {
        memcpy(row.result, row.filtered + 1, row_size);
        return;
    }
    if (filter == UP) {
        for (size_t at = 0; at < row_size; at++)
            row.result[at] = (uint8_t)(row.filtered[1 + at] + row.above[at]);
        return;
    }
    for (size_t at = 0; at < row_size; at++) {
        uint8_t left = at < pixel_size ? 0 : row.result[at - pixel_size];
        uint8_t corner = at < pixel_size ? 0 : row.above[at - pixel_size];
        row.result[at] = (uint8_t)(row.filtered[1 + at] + prediction(filter, left, row.above[at], corner));
    }
}

/* Each byte depends on the pixel to its left, so the pixels of a row cannot be computed at once. Those of four
 * rows can, if each row is one pixel behind the row above: then a pixel's neighbors are results of the step
 * before and of the one before that. A vector has a lane of 16 bits for each byte of four pixels, one per row,
 * of up to four bytes. */
#define ROWS 4
#define LANES 16
typedef int16_t lanes __attribute__((vector_size(2 * LANES)));
typedef uint8_t wide_bytes __attribute__((vector_size(2 * LANES)));
typedef uint8_t bytes __attribute__((vector_size(LANES)));
typedef uint8_t pixel __attribute__((vector_size(LANES / ROWS)));
typedef int16_t wide_pixel __attribute__((vector_size(2 * LANES / ROWS)));

/* Which neighbors each row's filter uses: the Paeth predictor without some is that of SUB, UP or NONE. */
struct masks {
    lanes left, above, corner, average;
    int any_average;
};

static INLINE lanes chosen(lanes mask, lanes one, lanes other) {
    return (mask & one) | (~mask & other);
}

static INLINE lanes absolute(lanes values) {
    lanes sign = values >> 15;
    return (values ^ sign) - sign;
}

static INLINE lanes smaller(lanes one, lanes other) {
    return chosen(one < other, one, other);
}

static INLINE lanes predictions(lanes left, lanes above, lanes corner, const struct masks *masks) {
    left &= masks->left;
    above &= masks->above;
    corner &= masks->corner;
    lanes rise = above - corner;
    lanes run = left - corner;
    lanes from_left = absolute(rise), from_above = absolute(run), from_corner = absolute(rise + run);
    lanes least = smaller(smaller(from_left, from_above), from_corner);
    lanes result = chosen(from_left == least, left, chosen(from_above == least, above, corner));
    return masks->any_average ? chosen(masks->average, (left + above) >> 1, result) : result;
}

static INLINE struct masks masks_of(const struct row *rows) {
    struct masks masks = {{0}, {0}, {0}, {0}, 0};
    for (int lane = 0; lane < LANES; lane++) {
        uint8_t filter = rows[lane / (LANES / ROWS)].filtered[0];
        masks.left[lane] = -(filter == SUB || filter == AVERAGE || filter == PAETH);
        masks.above[lane] = -(filter == UP || filter == AVERAGE || filter == PAETH);
        masks.corner[lane] = -(filter == PAETH);
        masks.average[lane] = -(filter == AVERAGE);
        masks.any_average |= filter == AVERAGE;
    }
    return masks;
}

/* Return the pixels above: that of the first row, and the results of the step before for the others. */
static INLINE lanes moved_down(pixel first, lanes results) {
    wide_pixel wide = __builtin_convertvector(first, wide_pixel);
    lanes top = __builtin_shufflevector(wide, wide, 0, 1, 2, 3, 4, 5, 6, 7, 4, 5, 6, 7, 4, 5, 6, 7);
    return __builtin_shufflevector(top, results, 0, 1, 2, 3, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27);
}

static INLINE lanes sums(lanes filtered, lanes predicted) {
    return (lanes)((wide_bytes)filtered + (wide_bytes)predicted);
}

/* Four rows on their way from left to right. */
struct wave {
    const struct row *rows;
    size_t pixel_size;
    struct masks masks;
    lanes results, above;
};

/* Compute one pixel of each row from `first` to `end`, of which `size` bytes are copied. */
static INLINE void advance(struct wave *wave, size_t step, size_t first, size_t end, size_t size) {
    uint8_t block[LANES] = {0};
    pixel top = {0};
    bytes packed;
    for (size_t row = first; row < end; row++)
        memcpy(block + row * sizeof(pixel), wave->rows[row].filtered + 1 + (step - row) * wave->pixel_size, size);
    if (first == 0)
        memcpy(&top, wave->rows[0].above + step * wave->pixel_size, size);
    memcpy(&packed, block, sizeof(packed));
    lanes corner = wave->above;
    wave->above = moved_down(top, wave->results);
    lanes predicted = predictions(wave->results, wave->above, corner, &wave->masks);
    wave->results = sums(__builtin_convertvector(packed, lanes), predicted);
    packed = __builtin_convertvector(wave->results, bytes);
    memcpy(block, &packed, sizeof(packed));
    for (size_t row = first; row < end; row++)
        memcpy(wave->rows[row].result + (step - row) * wave->pixel_size, block + row * sizeof(pixel), size);
}

/* Undo the filters of four rows of at least four pixels. */
static INLINE void undo_four_rows(const struct row *rows, size_t row_size, size_t pixel_size) {
    struct wave wave = {rows, pixel_size, masks_of(rows), {0}, {0}};
    size_t pixels = row_size / pixel_size, step = 0;
    for (; step < ROWS - 1; step++)
        advance(&wave, step, 0, step + 1, pixel_size);
    /* Copying four bytes of a pixel of three is faster. The next step overwrites what is too much. */
    for (; step * pixel_size + sizeof(pixel) <= row_size; step++)
        advance(&wave, step, 0, ROWS, sizeof(pixel));
    for (; step < pixels + ROWS - 1; step++)
        advance(&wave, step, step < pixels ? 0 : step - pixels + 1, ROWS, pixel_size);
}

/* The compiler makes loops for each size of a pixel, and with the instructions of LEVEL_128. */
USES_LEVEL_128 static void undo_wave(const struct row *rows, size_t row_size, size_t pixel_size) {
    switch (pixel_size) {
    case 1:
        undo_four_rows(rows, row_size, 1);
        break;
    case 2:
        undo_four_rows(rows, row_size, 2);
        break;
    case 3:
        undo_four_rows(rows, row_size, 3);
        break;
    default:
        undo_four_rows(rows, row_size, 4);
    }
}

static void undo_one_by_one(const struct row *rows, size_t count, size_t row_size, size_t pixel_size) {
    for (size_t row = 0; row < count; row++)
        undo_row(rows[row], row_size, pixel_size);
}

/* Undo the filters of whole rows. `filtered` has a byte before each row, its filter. `rows` begins with the row
 * above, zeros for the first of the image, which is followed by room for all rows of `filtered`. A pixel has 1
 * to 8 bytes. */
EXPORTED int32_t darkroom_unfilter(
    const uint8_t *filtered, size_t filtered_length, uint8_t *rows, size_t rows_length, size_t row_size,
    size_t pixel_size) {
    if (pixel_size < 1 || pixel_size > 8 || row_size < 1 || row_size == SIZE_MAX || row_size % pixel_size)
        return BAD_ARGUMENT;
    size_t count = filtered_length / (row_size + 1);
    if (filtered_length % (row_size + 1) || rows_length % row_size || rows_length / row_size != count + 1)
        return BAD_ARGUMENT;
    for (size_t row = 0; row < count; row++)
        if (filtered[row * (row_size + 1)] >= FILTERS)
            return BAD_DATA;
    int at_once = cpu_level() >= LEVEL_128 && pixel_size <= sizeof(pixel) && row_size / pixel_size >= ROWS;
    for (size_t first = 0; first < count; first += ROWS) {
        size_t left = count - first < ROWS ? count - first : ROWS;
        struct row group[ROWS];
        int any_uses_left = 0;
        for (size_t row = 0; row < left; row++) {
            uint8_t *above = rows + (first + row) * row_size;
            group[row] = (struct row){filtered + (first + row) * (row_size + 1), above, above + row_size};
            any_uses_left |= uses_left(group[row]);
        }
        if (at_once && any_uses_left && left == ROWS)
            undo_wave(group, row_size, pixel_size);
        else
            undo_one_by_one(group, left, row_size, pixel_size);
    }
    return OK;
}
