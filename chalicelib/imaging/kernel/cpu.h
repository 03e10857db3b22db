/* Instruction sets. Each loop exists in plain C, whose results are the reference for all others. */
#ifndef DARKROOM_CPU_H
#define DARKROOM_CPU_H

#include <stdint.h>

/* On arm64, all processors have NEON. */
enum level {
    LEVEL_PLAIN = 0,
    LEVEL_128 = 1, /* SSE4.1 or NEON */
    LEVEL_256 = 2, /* AVX2 */
};

/* For functions that may only be called at a level and above. What they inline is compiled for it, too. */
#if defined(__x86_64__)
#define USES_LEVEL_128 __attribute__((target("sse4.1")))
#define USES_LEVEL_256 __attribute__((target("avx2")))
#else
#define USES_LEVEL_128
#endif

/* Return the level of loops to use. */
enum level cpu_level(void);

#endif
