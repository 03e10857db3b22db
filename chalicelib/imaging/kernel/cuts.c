/* Cut a set of pixels into sets of similar colors. */
#include "cuts.h"

#include <string.h>

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

int32_t cut_boxes(uint32_t *pixels, size_t count, struct box *boxes, int32_t limit) {
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
