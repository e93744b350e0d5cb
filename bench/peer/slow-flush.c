/* Every flush to disk takes so much longer (SLOW_FLUSH_MICROSECONDS): what a slower disk or a replicated volume costs.
   Preloaded into the event store node and PostgreSQL alike. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <unistd.h>

static void wait_longer(void) {
  const char *microseconds = getenv("SLOW_FLUSH_MICROSECONDS");
  if (microseconds) usleep((useconds_t)atoi(microseconds));
}

int fdatasync(int descriptor) {
  static int (*flush)(int);
  if (!flush) flush = dlsym(RTLD_NEXT, "fdatasync");
  wait_longer();
  return flush(descriptor);
}

int fsync(int descriptor) {
  static int (*flush)(int);
  if (!flush) flush = dlsym(RTLD_NEXT, "fsync");
  wait_longer();
  return flush(descriptor);
}
