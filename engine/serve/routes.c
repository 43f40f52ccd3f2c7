#include "serve/routes.h"

#include "serve/pages.h"

#include <string.h>

const tp_routes *const tp_pages[] = {
    &tp_page_home,   &tp_page_runs,    &tp_page_live,    &tp_page_rules,  &tp_page_data,
    &tp_page_jobs,   &tp_page_people,  &tp_page_ledger,  &tp_page_moves,  &tp_page_meeting,
    &tp_page_filing, &tp_page_minutes, &tp_page_compare, &tp_page_import, &tp_page_papers};
const size_t tp_n_pages = sizeof tp_pages / sizeof *tp_pages;

const tp_nav tp_navs[] = {
    {"/", TP_MAY_LOOK, {"方案", "Scenarios"}},
    {"/data", TP_MAY_LOOK, {"数据", "Data"}},
    {"/runs", TP_MAY_LOOK, {"测算记录", "Runs"}},
    {"/jobs", TP_MAY_LOOK, {"较长的测算", "Long work"}},
    {"/proposals", TP_MAY_LOOK, {"建议方案", "Proposals"}},
    {"/ledger", TP_MAY_LOOK, {"台账", "Ledger"}},
    {"/users", TP_MAY_ADMINISTER, {"账号", "Accounts"}},
    {"/log", TP_MAY_AUDIT, {"日志", "Log"}},
};
const size_t tp_n_navs = sizeof tp_navs / sizeof *tp_navs;

static bool matches(const char *path, const tp_request *request,
                    const char *star[TP_REQUEST_SEGMENTS])
{
    size_t stars = 0;
    for (size_t i = 0;; i++) {
        path += *path == '/';
        size_t length = strcspn(path, "/");
        if (!length || i == request->n_segments)
            return !length && i == request->n_segments;
        const char *segment = request->segment[i];
        if (length == 1 && *path == '*')
            star[stars++] = segment;
        else if (strlen(segment) != length || strncmp(path, segment, length) != 0)
            return false;
        path += length;
    }
}

const tp_route *tp_route_find(const tp_request *request, const char *star[TP_REQUEST_SEGMENTS],
                              bool *other_method)
{
    *other_method = false;
    for (size_t p = 0; p < tp_n_pages; p++)
        for (size_t i = 0; i < tp_pages[p]->count; i++) {
            const tp_route *route = &tp_pages[p]->items[i];
            const char *found[TP_REQUEST_SEGMENTS] = {NULL};
            if (!matches(route->path, request, found))
                continue;
            if (route->method == request->method) {
                memcpy(star, found, sizeof found);
                return route;
            }
            *other_method = true;
        }
    return NULL;
}
