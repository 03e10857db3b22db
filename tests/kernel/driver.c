/* Calls functions of a kernel, as listed on standard input, and writes what they return and what their buffers
 * contain to standard output. calls.py has the format.
 *
 * Each buffer ends where a page without access begins: reading or writing one byte too many ends the process, in
 * instructions of every kind, with the very object that ships. */
#define _DEFAULT_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "kernel.h"

enum { MAX_ARGUMENTS = 32 };
enum kind { INTEGER, DOUBLE, BUFFER, NO_BUFFER, SCRATCH = 256 };

struct argument {
    int64_t integer;
    double real;
    void *pointer;
    size_t length, mapped;
    uint8_t *pages;
    int is_scratch;
};

struct function {
    const char *name;
    int64_t (*call)(void *, const struct argument *);
};

/* Written by builds.py: one function for each prototype, and the table FUNCTIONS of them. */
#include "functions.inc"

static void fail(const char *text) {
    fprintf(stderr, "%s\n", text);
    exit(3);
}

static void read_exactly(void *target, size_t length) {
    if (length && fread(target, 1, length, stdin) != length)
        fail("incomplete calls");
}

static void allocate(struct argument *argument) {
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t used = (argument->length + page - 1) / page * page;
    argument->mapped = used + page;
    argument->pages = mmap(NULL, argument->mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (argument->pages == MAP_FAILED || mprotect(argument->pages + used, page, PROT_NONE))
        fail("out of memory");
    argument->pointer = argument->pages + used - argument->length;
}

static void read_argument(struct argument *argument) {
    uint64_t kind;
    memset(argument, 0, sizeof *argument);
    read_exactly(&kind, sizeof kind);
    if (kind == DOUBLE) {
        read_exactly(&argument->real, sizeof argument->real);
        return;
    }
    read_exactly(&argument->integer, sizeof argument->integer);
    if (kind != BUFFER && kind < SCRATCH)
        return;
    argument->length = (size_t)argument->integer;
    allocate(argument);
    argument->is_scratch = kind >= SCRATCH;
    if (argument->is_scratch)
        memset(argument->pointer, (int)(kind - SCRATCH), argument->length);
    else
        read_exactly(argument->pointer, argument->length);
}

static void write_result(int64_t status, const struct argument *arguments, uint32_t count) {
    fwrite(&status, sizeof status, 1, stdout);
    for (uint32_t i = 0; i < count; i++)
        if (arguments[i].pages) {
            if (!arguments[i].is_scratch)
                fwrite(arguments[i].pointer, 1, arguments[i].length, stdout);
            munmap(arguments[i].pages, arguments[i].mapped);
        }
    /* so that the number of complete results tells which call ended the process */
    fflush(stdout);
}

int main(int count, char **words) {
    void *kernel = count == 2 ? dlopen(words[1], RTLD_NOW) : NULL;
    if (!kernel)
        fail("no kernel");
    uint32_t header[2];
    struct argument arguments[MAX_ARGUMENTS];
    while (fread(header, sizeof header, 1, stdin) == 1) {
        if (header[0] >= sizeof FUNCTIONS / sizeof *FUNCTIONS || header[1] > MAX_ARGUMENTS)
            fail("no such function");
        void *function = dlsym(kernel, FUNCTIONS[header[0]].name);
        if (!function)
            fail(FUNCTIONS[header[0]].name);
        for (uint32_t i = 0; i < header[1]; i++)
            read_argument(&arguments[i]);
        write_result(FUNCTIONS[header[0]].call(function, arguments), arguments, header[1]);
    }
    return 0;
}
