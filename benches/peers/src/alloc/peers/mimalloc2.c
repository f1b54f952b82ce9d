// mimalloc 2 under names of its own; see build.rs.
#include "static.c"

#define VISIBLE __attribute__((visibility("default")))

VISIBLE void *mimalloc2_malloc(size_t bytes) { return mi_malloc(bytes); }
VISIBLE void mimalloc2_free(void *block) { mi_free(block); }
VISIBLE void *mimalloc2_realloc(void *block, size_t bytes) { return mi_realloc(block, bytes); }
