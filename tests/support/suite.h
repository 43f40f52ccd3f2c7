/* The frame of every unit test program: define `Suite *suite_of_module(void)`; the main here runs
 * it with TAP on standard output. CK_FORK=no (for sanitizers) is honoured. */
#ifndef TP_TESTS_SUITE_H
#define TP_TESTS_SUITE_H

#include <check.h>

Suite *suite_of_module(void);

#endif
