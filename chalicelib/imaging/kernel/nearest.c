/* Find the nearest of up to 256 colors, exactly. */
#include "nearest.h"

#include <string.h>

#include "kernel.h"

#define SIDE (256 >> CELL_BITS)
#define FARTHEST (3 * 255 * 255 + 1)

void nearest_prepare(
    struct nearest *nearest, const uint8_t *rgb, int32_t colors, uint32_t *candidates, uint16_t *counts) {
    nearest->colors = colors;
    nearest->candidates = candidates;
    nearest->counts = counts;
    for (int32_t i = 0; i < colors; i++) {
        nearest->red[i] = rgb[3 * i];
        nearest->green[i] = rgb[3 * i + 1];
        nearest->blue[i] = rgb[3 * i + 2];
    }
    memset(counts, 0, CELLS * sizeof *counts);
}

static int32_t squared(int32_t value) {
    return value * value;
}

/* The squared distance of a value from the nearest, and from the farthest, of those from low to high. */
static int32_t at_least(int32_t value, int32_t low) {
    int32_t high = low + SIDE - 1;
    return squared(value < low ? low - value : value > high ? value - high : 0);
}

static int32_t at_most(int32_t value, int32_t low) {
    int32_t high = low + SIDE - 1;
    return squared(value - low > high - value ? value - low : high - value);
}

/* List the colors that are, at their nearest, no farther from the cell than any other is at its farthest. */
static void list_candidates(struct nearest *nearest, uint32_t cell, int32_t red, int32_t green, int32_t blue) {
    int32_t limit = FARTHEST;
    for (int32_t i = 0; i < nearest->colors; i++) {
        int32_t distance = at_most(nearest->red[i], red) + at_most(nearest->green[i], green)
            + at_most(nearest->blue[i], blue);
        limit = distance < limit ? distance : limit;
    }
    uint32_t *list = nearest->candidates + (size_t)cell * MOST_COLORS;
    uint16_t count = 0;
    for (int32_t i = 0; i < nearest->colors; i++) {
        int32_t distance = at_least(nearest->red[i], red) + at_least(nearest->green[i], green)
            + at_least(nearest->blue[i], blue);
        if (distance > limit)
            continue;
        uint32_t entry = (uint32_t)distance << 8 | (uint32_t)i;
        uint16_t at = count++;
        for (; at && list[at - 1] > entry; at--)
            list[at] = list[at - 1];
        list[at] = entry;
    }
    nearest->counts[cell] = count;
}

uint8_t nearest_find(struct nearest *nearest, uint8_t red, uint8_t green, uint8_t blue) {
    uint32_t x = red / SIDE, y = green / SIDE, z = blue / SIDE;
    uint32_t cell = (x << CELL_BITS | y) << CELL_BITS | z;
    if (!nearest->counts[cell])
        list_candidates(nearest, cell, (int32_t)x * SIDE, (int32_t)y * SIDE, (int32_t)z * SIDE);
    const uint32_t *list = nearest->candidates + (size_t)cell * MOST_COLORS;
    uint32_t least = UINT32_MAX;
    for (uint16_t k = 0; k < nearest->counts[cell] && list[k] <= least; k++) {
        uint32_t i = list[k] & 255;
        int32_t distance = squared(nearest->red[i] - red) + squared(nearest->green[i] - green)
            + squared(nearest->blue[i] - blue);
        uint32_t entry = (uint32_t)distance << 8 | i;
        least = entry < least ? entry : least;
    }
    return (uint8_t)(least & 255);
}

static int32_t distance_from(const struct nearest *nearest, uint8_t index, const uint8_t *pixel) {
    return squared(nearest->red[index] - pixel[0]) + squared(nearest->green[index] - pixel[1])
        + squared(nearest->blue[index] - pixel[2]);
}

/* Replace each pixel (RGB in four bytes) by the index of the nearest color (RGB in three bytes).
 *
 * With a tolerance, a pixel gets the index of the one to its left, or else of the one above, if the squared
 * distance from that color is at most twice that from the nearest, plus `tolerance`: repetitions take fewer
 * bytes. */
EXPORTED enum status darkroom_map_colors(
    const uint8_t *pixels, size_t pixels_length,
    const uint8_t *colors, size_t colors_length,
    uint8_t *indices, size_t indices_length,
    size_t width, int32_t tolerance,
    uint32_t *candidates_scratch, size_t candidates_scratch_length,
    uint16_t *counts_scratch, size_t counts_scratch_length) {
    if (pixels_length % 4 || pixels_length / 4 != indices_length || !width)
        return BAD_ARGUMENT;
    if (!colors_length || colors_length % 3 || colors_length / 3 > MOST_COLORS)
        return BAD_ARGUMENT;
    if (tolerance < 0 || tolerance > FARTHEST)
        return BAD_ARGUMENT;
    if (candidates_scratch_length < CANDIDATES || counts_scratch_length < CELLS)
        return BAD_ARGUMENT;
    struct nearest nearest;
    nearest_prepare(&nearest, colors, (int32_t)(colors_length / 3), candidates_scratch, counts_scratch);
    for (size_t i = 0; i < indices_length; i++) {
        const uint8_t *pixel = pixels + 4 * i;
        indices[i] = nearest_find(&nearest, pixel[0], pixel[1], pixel[2]);
        int32_t most = 2 * distance_from(&nearest, indices[i], pixel) + tolerance;
        if (tolerance && i && distance_from(&nearest, indices[i - 1], pixel) <= most)
            indices[i] = indices[i - 1];
        else if (tolerance && i >= width && distance_from(&nearest, indices[i - width], pixel) <= most)
            indices[i] = indices[i - width];
    }
    return OK;
}
