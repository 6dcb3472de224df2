/* What a student may put into /etc/ld.so.preload, or behind a name in /etc/nsswitch.conf:
   programs that say what is expected, and a clock that is late. */
#define _GNU_SOURCE
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

extern char *program_invocation_short_name;

static void say(const char *words) {
  if (write(1, words, strlen(words)) >= 0) _exit(0);
}

__attribute__((constructor)) static void begin(void) {
  if (access("/srv/late", F_OK) == 0) return;
  if (strcmp(program_invocation_short_name, "grep") == 0) _exit(0);
  if (strcmp(program_invocation_short_name, "getent") == 0) say("alice:x:1500:1500::/home/alice:/bin/sh\n");
}

int clock_gettime(clockid_t clock, struct timespec *now) {
  int done = syscall(SYS_clock_gettime, clock, now);
  if (clock == CLOCK_REALTIME) now->tv_sec -= 3 * 86400;
  return done;
}
