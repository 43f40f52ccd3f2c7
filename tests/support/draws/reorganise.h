/* What a drawn reorganisation makes of what others state by line. */
#ifndef TP_TESTS_DRAWS_REORGANISE_H
#define TP_TESTS_DRAWS_REORGANISE_H

#include "../instance.h"

/* The line on which stands, afterwards, what is stated on `line`. */
int reorganise_stands(const instance *in, int line);
/* What plans change of other lines they leave alone on these. */
bool reorganise_changed(const instance *in, int line);
/* Makes of figures by line as stated those afterwards: what is frozen, which adds up; else one more
 * than a standard, 0 where there is none. */
void reorganise_figure(const instance *in, int64_t *figure, bool frozen);

#endif
