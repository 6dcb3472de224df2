/* A clock that is wrong by as many seconds as the file named by PAILLASSE_TEST_CLOCK says,
   from the moment on at which the file is there. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t clock, struct timespec *now)
{
    int result = syscall(SYS_clock_gettime, clock, now);
    const char *path = getenv("PAILLASSE_TEST_CLOCK");
    if (result || clock != CLOCK_REALTIME || !path)
        return result;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return result;
    char text[32] = {0};
    if (read(file, text, sizeof text - 1) > 0)
        now->tv_sec += atol(text);
    close(file);
    return result;
}
