/* Weights for resampling with Lanczos 3. */
#include <string.h>

#include "kernel.h"

#define ONE (1 << DARKROOM_WEIGHT_BITS)
#define SUPPORT 3.0
/* Each source pixel takes time. With more of them in a decoded one, the weights hardly change. */
#define MOST_AVERAGED 64
#define PI 3.14159265358979323846

/* One side of an image: what of it is scaled (start to end, in source pixels), and to how many pixels. */
struct axis {
    int32_t source;
    int32_t averaged;
    double start, step, stretch;
};

struct window {
    int32_t first, end;
};

/* The C library's sine differs in the last bit between platforms; these are plain additions and
 * multiplications. For 0 to pi / 2, the Taylor polynomial of degree 15 is within 1e-11. */
static double sine(double x) {
    double square = x * x;
    double sum = -1.0 / 1307674368000.0;
    sum = sum * square + 1.0 / 6227020800.0;
    sum = sum * square - 1.0 / 39916800.0;
    sum = sum * square + 1.0 / 362880.0;
    sum = sum * square - 1.0 / 5040.0;
    sum = sum * square + 1.0 / 120.0;
    sum = sum * square - 1.0 / 6.0;
    return x * (sum * square + 1.0);
}

/* sinc(x) * sinc(x / 3) with a single sine, as sin(3t) = sin(t) * (3 - 4 * sin(t)^2). */
static double lanczos(double x) {
    double distance = x < 0 ? -x : x;
    if (distance < 1e-6)
        return 1.0;
    if (distance >= SUPPORT)
        return 0.0;
    double angle = distance * (PI / SUPPORT);
    double s = sine(distance > SUPPORT / 2 ? PI - angle : angle);
    return s * s * (3.0 - 4.0 * s * s) / (3.0 * angle * angle);
}

static int32_t clamped(double value, int32_t most) {
    if (value <= 0)
        return 0;
    return value >= most ? most : (int32_t)value;
}

/* The source pixels under the filter, as Pillow counts them. */
static struct window filter_window(const struct axis *axis, double center) {
    double reach = SUPPORT * axis->stretch;
    struct window pixels = {
        clamped(center - reach + 0.5, axis->source - 1), clamped(center + reach + 0.5, axis->source)};
    if (pixels.end <= pixels.first)
        pixels.end = pixels.first + 1;
    return pixels;
}

/* The decoded pixels that cover them. */
static struct window decoded_window(const struct axis *axis, struct window pixels) {
    int32_t every = axis->averaged;
    return (struct window){pixels.first / every, pixels.end / every + (pixels.end % every != 0)};
}

/* The source pixels in the last of the decoded pixels: fewer than in the others if the source ends there. */
static int32_t last_length(const struct axis *axis, struct window decoded) {
    int32_t left = axis->source - (decoded.end - 1) * axis->averaged;
    return left < axis->averaged ? left : axis->averaged;
}

/* Compute the right-hand side: the sums of the filter, up to each source pixel, as seen by each knot. Return
 * the sum of the whole filter. */
static double project(
    const struct axis *axis, double center, struct window pixels, struct window decoded, double *right) {
    int32_t count = decoded.end - decoded.first;
    double sum = 0.0;
    memset(right, 0, sizeof(double) * (size_t)(count + 1));
    int32_t at = decoded.first * axis->averaged;
    for (int32_t knot = 0; knot < count; knot++) {
        int32_t length = knot + 1 == count ? last_length(axis, decoded) : axis->averaged;
        for (int32_t within = 0; within < length; within++, at++) {
            double share = (double)within / length;
            right[knot] += (1.0 - share) * sum;
            right[knot + 1] += share * sum;
            if (at >= pixels.first && at < pixels.end)
                sum += lanczos((at - center + 0.5) / axis->stretch);
        }
    }
    return sum;
}

/* A row of the matrix: inner products of a knot's triangle with itself, and with the one after it. */
struct products {
    double own, next;
};

/* The inner products, at the source pixels' borders, of a triangle whose sides are as long as the decoded
 * pixels before and after its knot. */
static struct products products_of(double before, double after) {
    double rise = (before - 1.0) * (2.0 * before - 1.0) / (6.0 * before);
    double fall = (after - 1.0) * (2.0 * after - 1.0) / (6.0 * after);
    return (struct products){rise + 1.0 + fall, (after * after - 1.0) / (6.0 * after)};
}

/* Solve for the knots between the first, which is 0, and the last, which is `sum` (Thomas algorithm). The
 * decoded pixels have `every` source pixels, but `length` in the last one. */
static void solve(double every, double length, double sum, int32_t knots, double *right, double *ratio) {
    int32_t last = knots - 1;
    struct products row = products_of(every, every);
    double before = row.next;
    right[0] = 0.0;
    ratio[0] = 0.0;
    right[last] = sum;
    for (int32_t knot = 1; knot < last; knot++) {
        if (knot + 1 == last)
            row = products_of(every, length);
        double pivot = row.own - before * ratio[knot - 1];
        ratio[knot] = row.next / pivot;
        right[knot] = (right[knot] - before * right[knot - 1]) / pivot;
    }
    for (int32_t knot = last - 1; knot > 0; knot--)
        right[knot] -= ratio[knot] * right[knot + 1];
}

/* Rounding the sums, and not each weight, makes the weights' sum exact. */
static enum status rounded(const double *sums, int32_t count, int16_t *weights) {
    double unit = ONE / sums[count];
    int32_t before = 0;
    for (int32_t tap = 0; tap < count; tap++) {
        double sum = sums[tap + 1] * unit + 0.5;
        if (!(sum > -4.0 * ONE && sum < 4.0 * ONE))
            return BAD_ARGUMENT;
        int32_t now = tap + 1 == count ? ONE : (int32_t)(sum + 4.0 * ONE) - 4 * ONE;
        if (now - before > INT16_MAX || now - before < INT16_MIN)
            return BAD_ARGUMENT;
        weights[tap] = (int16_t)(now - before);
        before = now;
    }
    return OK;
}

static enum status fill(
    const struct axis *axis, int32_t at, int32_t *first, int32_t *counts, int16_t *weights, int32_t taps,
    double *scratch) {
    double center = axis->start + (at + 0.5) * axis->step;
    struct window pixels = filter_window(axis, center);
    struct window decoded = decoded_window(axis, pixels);
    int32_t count = decoded.end - decoded.first;
    if (count > taps)
        return BAD_ARGUMENT;
    double sum = project(axis, center, pixels, decoded, scratch);
    solve(axis->averaged, last_length(axis, decoded), sum, count + 1, scratch, scratch + taps + 1);
    first[at] = decoded.first;
    counts[at] = count;
    memset(weights, 0, sizeof(int16_t) * (size_t)taps);
    return rounded(scratch, count, weights);
}

/* Fill the tables for one side: of each output pixel the first decoded pixel, how many there are, and their
 * weights, which have 14 fractional bits, the sum of exactly 1, and zeros up to `taps`.
 *
 * A decoded pixel is the average of `averaged` pixels of the source, the last one of those that are left.
 * Between `start` and `end`, the source is scaled to `output` pixels. With `averaged` = 1, the weights are
 * Pillow's (ImagingResample), within a unit. With more, averaging has already blurred the image, and plain
 * Lanczos would blur it again. These weights come nearest to Lanczos of all source pixels, if neighbors
 * differ independently of each other (a random walk): the error is then the sum of squares of the difference
 * between both filters' running sums. The running sum over averages is a line between each two decoded
 * pixels, so that this is the least-squares fit of a linear spline, whose matrix has three diagonals.
 *
 * `scratch` has 2 * (taps + 1) values. Nothing outside of the source's decoded pixels gets a weight. */
EXPORTED int32_t darkroom_weights(
    int32_t source, int32_t averaged, double start, double end, int32_t output, int32_t *first,
    size_t first_length, int32_t *counts, size_t counts_length, int16_t *weights, size_t weights_length,
    int32_t taps, double *scratch, size_t scratch_length) {
    if (averaged < 1 || averaged > MOST_AVERAGED || source < averaged || output < 1)
        return BAD_ARGUMENT;
    if (taps < 1 || taps > INT32_MAX / 4)
        return BAD_ARGUMENT;
    if (!(start >= 0.0 && start < end && end <= source))
        return BAD_ARGUMENT;
    if (first_length < (size_t)output || counts_length < (size_t)output)
        return BAD_ARGUMENT;
    if (weights_length / (size_t)taps < (size_t)output || scratch_length < 2 * ((size_t)taps + 1))
        return BAD_ARGUMENT;
    double step = (end - start) / output;
    struct axis axis = {source, averaged, start, step, step < 1.0 ? 1.0 : step};
    for (int32_t at = 0; at < output; at++) {
        enum status status =
            fill(&axis, at, first, counts, weights + (size_t)at * (size_t)taps, taps, scratch);
        if (status != OK)
            return status;
    }
    return OK;
}
