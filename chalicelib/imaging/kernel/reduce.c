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

/* Read `size` bytes of a pixel, and return its samples. Colors count as often as they are opaque. */
static INLINE sums samples(const uint8_t *at, size_t size, size_t channels, int has_alpha) {
    pixel read = {0};
    memcpy(&read, at, size);
    if (channels == 2)
        read = __builtin_shufflevector(read, read, 0, 0, 0, 1);
    sums wide = __builtin_convertvector(read, sums);
    if (!has_alpha)
        return wide;
    sums alpha = __builtin_shufflevector(wide, wide, 3, 3, 3, 3);
    sums color_and_opaque = {wide[0], wide[1], wide[2], OPAQUE};
    return color_and_opaque * alpha;
}

static INLINE pixel quotients(sums sum, struct divisor by) {
    wide_sums wide = __builtin_convertvector(sum + by.half, wide_sums);
    return __builtin_convertvector((wide * by.multiplier) >> by.shift, pixel);
}

/* A block of pixels, and the bytes from one of its rows to the next. */
struct block {
    const uint8_t *pixels;
    size_t width, height, row_size;
};

static INLINE sums total(struct block block, size_t size, size_t channels, int has_alpha) {
    sums result = {0};
    for (size_t row = 0; row < block.height; row++)
        for (size_t x = 0; x < block.width; x++)
            result += samples(block.pixels + row * block.row_size + x * channels, size, channels, has_alpha);
    return result;
}

/* Average the blocks of `rows` rows. */
static INLINE void average(
    const struct image *image, const uint8_t *first, size_t rows, uint8_t *averages, size_t channels,
    int has_alpha) {
    size_t row_size = image->width * channels, result_size = channels == 1 ? 1 : CHANNELS;
    uint32_t weight = (uint32_t)rows * (has_alpha ? OPAQUE : 1);
    struct divisor by = divisor_of(weight * (uint32_t)image->factor);
    for (size_t left = 0; left < image->width; left += image->factor) {
        size_t count = smaller(image->width - left, image->factor);
        struct block block = {first + left * channels, count, rows, row_size};
        /* Reading four bytes of a pixel of three is faster, but only allowed before the last one. */
        int is_last = left + count == image->width;
        sums sum = channels == 3 && !is_last ? total(block, CHANNELS, channels, has_alpha)
                                             : total(block, channels, channels, has_alpha);
        if (count < image->factor)
            by = divisor_of(weight * (uint32_t)count);
        pixel means = quotients(sum, by);
        if (channels == 3)
            means[3] = OPAQUE;
        memcpy(averages, &means, result_size);
        averages += result_size;
    }
}

/* The compiler makes loops for each kind of pixels. */
static INLINE void average_kind(
    const struct image *image, const uint8_t *first, size_t rows, uint8_t *averages) {
    switch (2 * image->channels + (image->has_alpha != 0)) {
    case 2:
        average(image, first, rows, averages, 1, 0);
        break;
    case 5:
        average(image, first, rows, averages, 2, 1);
        break;
    case 6:
        average(image, first, rows, averages, 3, 0);
        break;
    case 8:
        average(image, first, rows, averages, 4, 0);
        break;
    default:
        average(image, first, rows, averages, 4, 1);
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
