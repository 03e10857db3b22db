/* Choose the colors that represent an image best. */
#include <string.h>

#include "kernel.h"
#include "nearest.h"

/* With more pixels, sums of their values would not fit. */
#define MOST_PIXELS (1u << 24)
#define ROUNDS 3

/* A set of pixels, and where to cut it in two: after the value `cut` of the channel `axis`. `gain` is by how
 * much that lowers the sum of their squared distances from the mean, and 0 if all are of one color. */
struct box {
    size_t start, end;
    double gain;
    int32_t axis, cut;
};

static uint8_t channel(uint32_t pixel, int32_t axis) {
    return (uint8_t)(pixel >> 8 * axis & 255);
}

/* Find the best cut along one channel, of whose values `bins` are the frequencies. */
static void find_cut(struct box *box, int32_t axis, const uint32_t *bins) {
    double count = (double)(box->end - box->start), sum = 0;
    for (int32_t value = 0; value < 256; value++)
        sum += (double)bins[value] * value;
    double below = 0, sum_below = 0;
    for (int32_t value = 0; value < 255; value++) {
        if (!bins[value])
            continue;
        below += (double)bins[value];
        sum_below += (double)bins[value] * value;
        if (below >= count)
            return;
        double difference = sum_below * count - sum * below;
        double gain = difference / count * (difference / (below * (count - below)));
        if (gain > box->gain) {
            box->gain = gain;
            box->axis = axis;
            box->cut = value;
        }
    }
}

static struct box box_of(const uint32_t *pixels, size_t start, size_t end) {
    uint32_t bins[3][256];
    memset(bins, 0, sizeof bins);
    for (size_t i = start; i < end; i++)
        for (int32_t axis = 0; axis < 3; axis++)
            bins[axis][channel(pixels[i], axis)]++;
    struct box box = {start, end, 0, 0, 0};
    for (int32_t axis = 0; axis < 3; axis++)
        find_cut(&box, axis, bins[axis]);
    return box;
}

/* Move the pixels up to the cut to the front. Returns where the others begin. */
static size_t partition(uint32_t *pixels, const struct box *box) {
    size_t middle = box->start;
    for (size_t i = box->start; i < box->end; i++) {
        uint32_t pixel = pixels[i];
        if (channel(pixel, box->axis) <= box->cut) {
            pixels[i] = pixels[middle];
            pixels[middle++] = pixel;
        }
    }
    return middle;
}

/* Cut the set that gains most until there are `limit` sets. Returns how many there are. */
static int32_t cut_boxes(uint32_t *pixels, size_t count, struct box *boxes, int32_t limit) {
    boxes[0] = box_of(pixels, 0, count);
    int32_t found = 1;
    while (found < limit) {
        int32_t best = 0;
        for (int32_t i = 1; i < found; i++)
            if (boxes[i].gain > boxes[best].gain)
                best = i;
        if (boxes[best].gain <= 0)
            break;
        size_t middle = partition(pixels, &boxes[best]), end = boxes[best].end;
        boxes[best] = box_of(pixels, boxes[best].start, middle);
        boxes[found++] = box_of(pixels, middle, end);
    }
    return found;
}

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

/* Select up to colors_length / 3 colors (RGB in three bytes) for pixels (RGB in four bytes) whose mask is not
 * 0, and write how many there are to `found`.
 *
 * Sets of pixels are cut in two where that lowers the variance most (as by Wan, Wong and Prusinkiewicz,
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
    if (!colors_length || colors_length % 3 || colors_length / 3 > MOST_COLORS || !found_length)
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
    struct box boxes[MOST_COLORS];
    struct cluster clusters[MOST_COLORS];
    int32_t used = cut_boxes(pixels_scratch, count, boxes, (int32_t)(colors_length / 3));
    write_box_means(pixels_scratch, boxes, clusters, used, colors);
    for (int32_t round = 0; round < ROUNDS; round++) {
        struct nearest nearest;
        nearest_prepare(&nearest, colors, used, candidates_scratch, counts_scratch);
        move_to_means(pixels_scratch, count, &nearest, clusters, colors);
    }
    *found = sort_by_count(clusters, used, colors);
    return OK;
}
