/* Choose the instruction set at run time. */
#include "cpu.h"

#include <stdatomic.h>

#include "kernel.h"

#if defined(__x86_64__)
#include <cpuid.h>

/* Intel's manual, volume 1, chapter 14.3: AVX needs an operating system that saves the upper halves of the
 * registers, which it says in bits 1 and 2 of XCR0. */
static int saves_wide_registers(void) {
    uint32_t low, high;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return (low & 6) == 6;
}

static enum level detected(void) {
    uint32_t a, b, c, d;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_SSE4_1) || !(c & bit_SSSE3))
        return LEVEL_PLAIN;
    if (!(c & bit_OSXSAVE) || !(c & bit_AVX) || !saves_wide_registers())
        return LEVEL_128;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & bit_AVX2) ? LEVEL_256 : LEVEL_128;
}
#elif defined(__aarch64__)
static enum level detected(void) {
    return LEVEL_128;
}
#else
static enum level detected(void) {
    return LEVEL_PLAIN;
}
#endif

#define UNKNOWN (-1)

/* The instruction cpuid is slow on virtual machines, so its answer is kept. Threads that start at the same
 * time store the same. */
static _Atomic int32_t level = UNKNOWN;

enum level cpu_level(void) {
    int32_t known = atomic_load_explicit(&level, memory_order_relaxed);
    if (known == UNKNOWN) {
        known = detected();
        atomic_store_explicit(&level, known, memory_order_relaxed);
    }
    return (enum level)known;
}

/* Return the level in use, as in cpu.h. */
EXPORTED int32_t darkroom_level(void) {
    return cpu_level();
}

/* Use loops of at most this level from now on, so that tests can compare them. The processor limits it. */
EXPORTED int32_t darkroom_limit_level(int32_t most) {
    if (most < LEVEL_PLAIN)
        return BAD_ARGUMENT;
    enum level best = detected();
    atomic_store_explicit(&level, most < (int32_t)best ? most : (int32_t)best, memory_order_relaxed);
    return OK;
}
