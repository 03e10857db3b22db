/* The version of the interface. */
#include "kernel.h"

EXPORTED int32_t darkroom_kernel_abi(void) {
    return DARKROOM_KERNEL_ABI;
}
