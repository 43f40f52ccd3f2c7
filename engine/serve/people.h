/* People at the page: the door, and the field that says who. */
#ifndef TP_SERVE_PEOPLE_H
#define TP_SERVE_PEOPLE_H

#include "serve/shell.h"

/* The sign-in page, and what its form sends. For somebody we do not know, or who wants to be
 * somebody else. */
void tp_people_door(tp_visit *visit, tp_request *request);
/* A field "by", where the name is not known from the sign-in. */
void tp_people_by(tp_visit *visit, tp_words label);

#endif
