/* Cut a set of pixels into sets of similar colors. */
#ifndef DARKROOM_CUTS_H
#define DARKROOM_CUTS_H

#include <stddef.h>
#include <stdint.h>

#include "kernel.h"

/* A set of pixels, and where to cut it in two: after the value `cut` of the channel `axis`. `gain` is by how
 * much that lowers the sum of their squared distances from the mean, and 0 if all are of one color. */
struct box {
    size_t start, end;
    double gain;
    int32_t axis, cut;
};

/* A pixel has red, green and blue in its lowest three bytes. */
static INLINE uint8_t channel(uint32_t pixel, int32_t axis) {
    return (uint8_t)(pixel >> 8 * axis & 255);
}

/* Cut the set that gains most until there are `limit` sets, and sort the pixels by set. Returns how many there
 * are. */
int32_t cut_boxes(uint32_t *pixels, size_t count, struct box *boxes, int32_t limit);

#endif
