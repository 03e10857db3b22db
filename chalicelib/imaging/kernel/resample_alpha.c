/* Premultiplied alpha. */
#include <string.h>

#include "resample.h"

#define OPAQUE 255u

/* Two channels at once, in the lower halves of both 16 bits. This is value * alpha / 255, rounded: Blinn,
 * "Three Wrongs Make a Right", 1995. */
static uint32_t multiplied(uint32_t two, uint32_t alpha) {
    uint32_t product = two * alpha + 0x00800080u;
    return (product + ((product >> 8) & 0x00ff00ffu)) >> 8 & 0x00ff00ffu;
}

void alpha_premultiply(const uint8_t *source, size_t pixels, uint8_t *target) {
    for (size_t at = 0; at < pixels; at++) {
        uint32_t pixel;
        memcpy(&pixel, source + at * CHANNELS, CHANNELS);
        uint32_t alpha = pixel >> 24;
        uint32_t odd = (pixel >> 8 & 0xffu) | OPAQUE << 16;
        pixel = multiplied(pixel & 0x00ff00ffu, alpha) | multiplied(odd, alpha) << 8;
        memcpy(target + at * CHANNELS, &pixel, CHANNELS);
    }
}

void alpha_unpremultiply(uint8_t *row, size_t pixels) {
    for (uint8_t *pixel = row; pixel < row + pixels * CHANNELS; pixel += CHANNELS) {
        uint32_t alpha = pixel[3];
        if (alpha == 0 || alpha == OPAQUE)
            continue;
        for (size_t channel = 0; channel < 3; channel++) {
            uint32_t value = OPAQUE * pixel[channel] / alpha;
            pixel[channel] = (uint8_t)(value < OPAQUE ? value : OPAQUE);
        }
    }
}
