/* Average blocks of pixels. */
#include <string.h>

#include "cpu.h"
#include "kernel.h"

#define CHANNELS 4
#define OPAQUE 255u
/* Sums of 128 x 128 samples, weighted by alpha, fit 32 bits. */
#define MAX_FACTOR 128

typedef uint8_t pixel __attribute__((vector_size(CHANNELS)));
typedef uint32_t sums __attribute__((vector_size(4 * CHANNELS)));
typedef uint64_t wide_sums __attribute__((vector_size(8 * CHANNELS)));
/* 128 samples fit 16 bits. */
typedef uint16_t column_sum;
typedef column_sum column_sums __attribute__((vector_size(2 * CHANNELS)));

/* Division by multiplication. It is exact for divisors of at most 255 * 128 * 128, and for sums of as many
 * samples: the multiplier is less than 1 too large, and half * 2 * 256 * divisor is below 2^shift. */
struct divisor {
    uint32_t half;
    uint32_t multiplier;
    int32_t shift;
};

static struct divisor divisor_of(uint32_t value) {
    int32_t shift = 31;
    while (value >> (shift - 31) > 1)
        shift++;
    return (struct divisor){value / 2, (uint32_t)((UINT64_C(1) << shift) / value) + 1, shift};
}

/* An image: its pixels, and how they are read and averaged. */
struct image {
    const uint8_t *pixels;
    size_t width, height, channels, factor;
    int has_alpha;
};

static size_t smaller(size_t one, size_t other) {
    return one < other ? one : other;
}

static size_t parts(size_t length, size_t factor) {
    return length / factor + (length % factor != 0);
}

/* Return the samples of a pixel of 2 or 4 channels. Colors count as often as they are opaque. */
static INLINE sums weighted_samples(const uint8_t *at, size_t channels) {
    pixel read = {0};
    memcpy(&read, at, channels);
    if (channels == 2)
        read = __builtin_shufflevector(read, read, 0, 0, 0, 1);
    sums wide = __builtin_convertvector(read, sums);
    sums alpha = __builtin_shufflevector(wide, wide, 3, 3, 3, 3);
    sums color_and_opaque = {wide[0], wide[1], wide[2], OPAQUE};
    return color_and_opaque * alpha;
}

static INLINE pixel quotients(sums sum, struct divisor by) {
    wide_sums wide = __builtin_convertvector(sum + by.half, wide_sums);
    return __builtin_convertvector((wide * by.multiplier) >> by.shift, pixel);
}

/* Average the blocks of `rows` rows whose last channel is alpha. */
static INLINE void average_transparent(
    const struct image *image, const uint8_t *first, size_t rows, uint8_t *averages, size_t channels) {
    size_t row_size = image->width * channels;
    for (size_t left = 0; left < image->width; left += image->factor, averages += CHANNELS) {
        size_t count = smaller(image->width - left, image->factor);
        sums sum = {0};
        for (size_t row = 0; row < rows; row++)
            for (size_t x = left; x < left + count; x++)
                sum += weighted_samples(first + row * row_size + x * channels, channels);
        pixel means = quotients(sum, divisor_of((uint32_t)(rows * count) * OPAQUE));
        memcpy(averages, &means, CHANNELS);
    }
}

/* Sum columns, whose sums are as far apart as the samples of a pixel. */
static INLINE sums total(const column_sum *columns, size_t count, size_t channels) {
    sums result = {0};
    for (size_t x = 0; x < count; x++) {
        column_sums column = {0};
        /* The fourth sum of three channels is the next pixel's, and not used. */
        memcpy(&column, columns + x * channels, sizeof(column_sum) * (channels == 1 ? 1 : CHANNELS));
        result += __builtin_convertvector(column, sums);
    }
    return result;
}

static INLINE void add_row(column_sum *restrict columns, const uint8_t *restrict samples, size_t count) {
    for (size_t at = 0; at < count; at++)
        columns[at] = (column_sum)(columns[at] + samples[at]);
}

/* Average the blocks of `rows` rows of opaque pixels. Columns are summed first, many samples at once. */
static INLINE void average_opaque(
    const struct image *image, const uint8_t *first, size_t rows, uint8_t *averages, size_t channels) {
    size_t row_size = image->width * channels, result_size = channels == 1 ? 1 : CHANNELS;
    size_t whole_blocks = MAX_FACTOR / image->factor * image->factor;
    struct divisor by = divisor_of((uint32_t)(rows * image->factor));
    for (size_t left = 0; left < image->width; left += whole_blocks) {
        size_t width = smaller(image->width - left, whole_blocks);
        column_sum columns[(MAX_FACTOR + 1) * CHANNELS] = {0};
        for (size_t row = 0; row < rows; row++)
            add_row(columns, first + row * row_size + left * channels, width * channels);
        for (size_t x = 0; x < width; x += image->factor, averages += result_size) {
            size_t count = smaller(width - x, image->factor);
            if (count < image->factor)
                by = divisor_of((uint32_t)(rows * count));
            pixel means = quotients(total(columns + x * channels, count, channels), by);
            if (channels == 3)
                means[3] = OPAQUE;
            memcpy(averages, &means, result_size);
        }
    }
}

/* The compiler makes loops for each kind of pixels. */
static INLINE void average_kind(
    const struct image *image, const uint8_t *first, size_t rows, uint8_t *averages) {
    switch (2 * image->channels + (image->has_alpha != 0)) {
    case 2:
        average_opaque(image, first, rows, averages, 1);
        break;
    case 5:
        average_transparent(image, first, rows, averages, 2);
        break;
    case 6:
        average_opaque(image, first, rows, averages, 3);
        break;
    case 8:
        average_opaque(image, first, rows, averages, 4);
        break;
    default:
        average_transparent(image, first, rows, averages, 4);
    }
}

static void average_plain(const struct image *image, const uint8_t *first, size_t rows, uint8_t *averages) {
    average_kind(image, first, rows, averages);
}

USES_LEVEL_128 static void average_128(
    const struct image *image, const uint8_t *first, size_t rows, uint8_t *averages) {
    average_kind(image, first, rows, averages);
}

/* Average blocks of `factor` x `factor` pixels, at most 128 x 128. Those in the last column and row can be
 * smaller. Means are rounded to the nearest integer, halves up.
 *
 * `pixels` has rows of `width` pixels of 1 to 4 `channels`. With `has_alpha`, which needs 2 or 4 channels, the
 * last one is alpha, and colors are premultiplied by it before they are averaged. `averages` has one channel
 * for one channel, else four: RGB is padded with 255, and gray with alpha becomes RGBA. */
EXPORTED int32_t darkroom_reduce(
    const uint8_t *pixels, size_t pixels_length, size_t width, int32_t channels, int32_t has_alpha,
    int32_t factor, uint8_t *averages, size_t averages_length) {
    if (channels < 1 || channels > CHANNELS || factor < 1 || factor > MAX_FACTOR)
        return BAD_ARGUMENT;
    if (has_alpha ? channels % 2 : channels == 2)
        return BAD_ARGUMENT;
    if (width < 1 || width > SIZE_MAX / CHANNELS || pixels_length % (width * (size_t)channels))
        return BAD_ARGUMENT;
    struct image image = {pixels, width, pixels_length / (width * (size_t)channels), (size_t)channels,
        (size_t)factor, has_alpha};
    size_t result_size = parts(width, image.factor) * (channels == 1 ? 1 : CHANNELS);
    size_t rows = parts(image.height, image.factor);
    if (averages_length % result_size || averages_length / result_size != rows)
        return BAD_ARGUMENT;
    for (size_t row = 0; row < rows; row++) {
        const uint8_t *first = pixels + row * image.factor * width * image.channels;
        size_t count = smaller(image.height - row * image.factor, image.factor);
        if (cpu_level() >= LEVEL_128)
            average_128(&image, first, count, averages + row * result_size);
        else
            average_plain(&image, first, count, averages + row * result_size);
    }
    return OK;
}
