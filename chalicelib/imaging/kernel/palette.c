/* Choose the colors that represent an image best. */
#include <string.h>

#include "cuts.h"
#include "kernel.h"
#include "nearest.h"

/* With more pixels, sums of their values would not fit. */
#define MOST_PIXELS (1u << 24)
/* Colors are chosen from at most this many pixels, at regular distances: if each cut splits off a few pixels
 * only, the others are visited again for each of 255 cuts. For six camera photos at 300 pixels, that takes
 * half of the time, and the colors are off by 1% more (root mean square). */
#define MOST_CHOSEN (1u << 15)
#define ROUNDS 3
/* A power of two, so that half of the slots stay free. */
#define SLOTS (2 * MOST_COLORS)
#define FREE UINT32_MAX

/* The pixels of one color. */
struct cluster {
    uint32_t count;
    uint32_t sums[3];
};

static void cluster_add(struct cluster *cluster, uint32_t pixel) {
    cluster->count++;
    for (int32_t axis = 0; axis < 3; axis++)
        cluster->sums[axis] += channel(pixel, axis);
}

/* Write the mean of each cluster that has pixels; a color without any stays as it is. */
static void write_means(const struct cluster *clusters, int32_t found, uint8_t *colors) {
    for (int32_t i = 0; i < found; i++)
        for (int32_t axis = 0; clusters[i].count && axis < 3; axis++)
            colors[3 * i + axis]
                = (uint8_t)(((uint64_t)clusters[i].sums[axis] + clusters[i].count / 2) / clusters[i].count);
}

static void write_box_means(
    const uint32_t *pixels, const struct box *boxes, struct cluster *clusters, int32_t found, uint8_t *colors) {
    memset(clusters, 0, MOST_COLORS * sizeof *clusters);
    for (int32_t i = 0; i < found; i++)
        for (size_t k = boxes[i].start; k < boxes[i].end; k++)
            cluster_add(&clusters[i], pixels[k]);
    write_means(clusters, found, colors);
}

/* Move the used colors to the front, the most frequent first. Returns how many there are. */
static int32_t sort_by_count(struct cluster *clusters, int32_t found, uint8_t *colors) {
    int32_t used = 0;
    for (int32_t i = 0; i < found; i++) {
        struct cluster cluster = clusters[i];
        uint8_t color[3];
        memcpy(color, colors + 3 * i, 3);
        if (!cluster.count)
            continue;
        int32_t at = used++;
        for (; at > 0 && clusters[at - 1].count < cluster.count; at--) {
            clusters[at] = clusters[at - 1];
            memcpy(colors + 3 * at, colors + 3 * (at - 1), 3);
        }
        clusters[at] = cluster;
        memcpy(colors + 3 * at, color, 3);
    }
    return used;
}

/* Write the colors of the pixels, and how many pixels each has, if there are at most `limit`. Returns how many
 * there are, or 0. */
static int32_t collect_colors(
    const uint32_t *pixels, size_t count, struct cluster *clusters, int32_t limit, uint8_t *colors) {
    uint32_t keys[SLOTS];
    uint8_t numbers[SLOTS];
    int32_t found = 0;
    for (size_t at = 0; at < SLOTS; at++)
        keys[at] = FREE;
    memset(numbers, 0, sizeof numbers);
    memset(clusters, 0, MOST_COLORS * sizeof *clusters);
    for (size_t i = 0; i < count; i++) {
        uint32_t pixel = pixels[i], at = (pixel ^ pixel >> 7 ^ pixel >> 14) % SLOTS;
        while (keys[at] != pixel && keys[at] != FREE)
            at = (at + 1) % SLOTS;
        if (keys[at] == FREE) {
            if (found == limit)
                return 0;
            keys[at] = pixel;
            numbers[at] = (uint8_t)found;
            for (int32_t axis = 0; axis < 3; axis++)
                colors[3 * found + axis] = channel(pixel, axis);
            found++;
        }
        clusters[numbers[at]].count++;
    }
    return found;
}

/* Move up to MOST_CHOSEN pixels at regular distances to the front. Returns how many. */
static size_t thin(uint32_t *pixels, size_t count) {
    size_t step = (count + MOST_CHOSEN - 1) / MOST_CHOSEN, thinned = (count + step - 1) / step;
    for (size_t i = 0; i < thinned; i++) {
        uint32_t pixel = pixels[i * step];
        pixels[i * step] = pixels[i];
        pixels[i] = pixel;
    }
    return thinned;
}

/* Move each color to the mean of the pixels that it is nearest to. */
static void move_to_means(
    const uint32_t *pixels, size_t count, struct nearest *nearest, struct cluster *clusters, uint8_t *colors) {
    memset(clusters, 0, MOST_COLORS * sizeof *clusters);
    for (size_t i = 0; i < count; i++) {
        uint32_t pixel = pixels[i];
        uint8_t color = nearest_find(nearest, channel(pixel, 0), channel(pixel, 1), channel(pixel, 2));
        cluster_add(&clusters[color], pixel);
    }
    write_means(clusters, nearest->colors, colors);
}

/* Choose colors for pixels that have more. Returns how many. */
static int32_t choose_colors(
    uint32_t *pixels, size_t count, struct cluster *clusters, int32_t limit, uint8_t *colors,
    uint32_t *candidates, uint16_t *counts) {
    struct box boxes[MOST_COLORS];
    count = thin(pixels, count);
    int32_t found = cut_boxes(pixels, count, boxes, limit);
    write_box_means(pixels, boxes, clusters, found, colors);
    for (int32_t round = 0; round < ROUNDS; round++) {
        struct nearest nearest;
        nearest_prepare(&nearest, colors, found, candidates, counts);
        move_to_means(pixels, count, &nearest, clusters, colors);
    }
    return found;
}

/* Select up to colors_length / 3 colors (RGB in three bytes) for pixels (RGB in four bytes) whose mask is not
 * 0, and write to `found` how many there are, and 1 if they are all that the pixels have, else 0.
 *
 * If there are more, sets of pixels are cut in two where that lowers the variance most (as by Wan, Wong and Prusinkiewicz,
 * https://doi.org/10.1145/42372.42376), then each color is moved to the mean of the pixels that it is nearest
 * to (k-means). */
EXPORTED enum status darkroom_select_colors(
    const uint8_t *pixels, size_t pixels_length,
    const uint8_t *mask, size_t mask_length,
    uint8_t *colors, size_t colors_length,
    int32_t *found, size_t found_length,
    uint32_t *pixels_scratch, size_t pixels_scratch_length,
    uint32_t *candidates_scratch, size_t candidates_scratch_length,
    uint16_t *counts_scratch, size_t counts_scratch_length) {
    if (pixels_length % 4 || pixels_length / 4 != mask_length || mask_length > MOST_PIXELS)
        return BAD_ARGUMENT;
    if (!colors_length || colors_length % 3 || colors_length / 3 > MOST_COLORS || found_length < 2)
        return BAD_ARGUMENT;
    if (pixels_scratch_length < mask_length)
        return BAD_ARGUMENT;
    if (candidates_scratch_length < CANDIDATES || counts_scratch_length < CELLS)
        return BAD_ARGUMENT;
    size_t count = 0;
    for (size_t i = 0; i < mask_length; i++) {
        const uint8_t *pixel = pixels + 4 * i;
        if (mask[i])
            pixels_scratch[count++] = pixel[0] | (uint32_t)pixel[1] << 8 | (uint32_t)pixel[2] << 16;
    }
    if (!count)
        return BAD_ARGUMENT;
    struct cluster clusters[MOST_COLORS];
    int32_t limit = (int32_t)(colors_length / 3);
    int32_t used = collect_colors(pixels_scratch, count, clusters, limit, colors);
    found[1] = used > 0;
    if (!used)
        used = choose_colors(
            pixels_scratch, count, clusters, limit, colors, candidates_scratch, counts_scratch);
    found[0] = sort_by_count(clusters, used, colors);
    return OK;
}
