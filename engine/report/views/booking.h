/* A booking as a page: what is or would be entered, and what each pool holds before and after. The
 * same page before it is confirmed and after it is made. */
#ifndef TP_REPORT_VIEWS_BOOKING_H
#define TP_REPORT_VIEWS_BOOKING_H

#include "report/document/page.h"
#include "store/booking.h"
#include "store/names.h"

/* `names` may be NULL. */
void tp_booking_page(tp_page *page, const tp_booking *booking, const tp_unit_names *names);

#endif
