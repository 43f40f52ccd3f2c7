/* Comparing what was said, line by line. */
#ifndef TP_TESTS_MESSAGES_H
#define TP_TESTS_MESSAGES_H

#include <check.h>

/* Check cuts long messages: only what differs is shown. */
static inline void same_lines(const char *got, const char *want)
{
    while (*got && *got == *want) {
        got++;
        want++;
    }
    ck_assert_msg(*got == *want, "got  …%.120s\nwant …%.120s", got, want);
}

#endif
