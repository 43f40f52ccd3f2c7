/* Accounts and the log as pages. */
#ifndef TP_REPORT_VIEWS_PEOPLE_H
#define TP_REPORT_VIEWS_PEOPLE_H

#include "report/document/page.h"
#include "store/log.h"
#include "store/people.h"

/* Accounts, and the table of what each role may do. */
void tp_users_page(tp_page *page, const tp_user_row *rows, size_t count);
void tp_roles_page(tp_page *page);
void tp_log_page(tp_page *page, const tp_log_row *rows, size_t count);

#endif
