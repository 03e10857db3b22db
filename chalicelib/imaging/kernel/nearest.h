/* Find the nearest of up to 256 colors, exactly. */
#ifndef DARKROOM_NEAREST_H
#define DARKROOM_NEAREST_H

#include <stddef.h>
#include <stdint.h>

#define MOST_COLORS 256
/* Colors are looked up in cubes of 32 x 32 x 32. Each has a list of the colors that can be nearest in it. */
#define CELL_BITS 3
#define CELLS (1 << 3 * CELL_BITS)
#define CANDIDATES (CELLS * MOST_COLORS)

/* `candidates` has MOST_COLORS entries for each cell, of which `counts` are used; 0 means not yet listed. An
 * entry is the squared distance of the color from the cell, above its index in the lowest 8 bits, in ascending
 * order. */
struct nearest {
    int32_t colors;
    int32_t red[MOST_COLORS], green[MOST_COLORS], blue[MOST_COLORS];
    uint32_t *candidates;
    uint16_t *counts;
};

/* `rgb` has 1 to 256 colors of three bytes; `candidates` has CANDIDATES entries, `counts` CELLS. */
void nearest_prepare(
    struct nearest *nearest, const uint8_t *rgb, int32_t colors, uint32_t *candidates, uint16_t *counts);

/* The index of the nearest color by Euclidean distance; of equal ones, the first. */
uint8_t nearest_find(struct nearest *nearest, uint8_t red, uint8_t green, uint8_t blue);

#endif
