#include "booking.h"

#include "clock.h"
#include "report/views/booking.h"
#include "report/writers/writers.h"

#include <stdio.h>
#include <string.h>

enum { FAR_BACK_DAYS = 366, FAR_AHEAD_DAYS = 366 * 20 };

static void warn_of_date(tp_page *page, tp_date date, tp_words back, tp_words ahead)
{
    int64_t days = date ? tp_date_days(tp_cli_today(), date) : 0;
    if (days >= -FAR_BACK_DAYS && days <= FAR_AHEAD_DAYS)
        return;
    tp_page_format(
        page, TP_PART_TEXT, days < 0 ? back : ahead, 2,
        TP_ARGS_(tp_page_date(page, date), tp_page_count(page, days < 0 ? -days : days / 365)));
}

static int make_page(const tp_cli *cli, tp_page *page, tp_store *store, const tp_cli_deed *deed,
                     const tp_booking *booking)
{
    tp_err err = {0};
    tp_unit_names *names = tp_arena_alloc(cli->arena, sizeof *names);
    tp_status status =
        names ? tp_unit_names_load(names, store, cli->arena, &err) : tp_fail_nomem(&err);
    if (status)
        return tp_cli_fail(cli, status, cli->diags, &err);
    tp_page_init(page, cli->arena, deed->title);
    warn_of_date(
        page, deed->on,
        (tp_words){"请核对：日期 {0} 是 {1} 天以前。", "Please check: {0} is {1} days ago."},
        (tp_words){"请核对：日期 {0} 在 {1} 年以后。", "Please check: {0} is {1} years from now."});
    warn_of_date(page, deed->due_on,
                 (tp_words){"请核对：到期日 {0} 是 {1} 天以前。",
                            "Please check: the due date {0} is {1} days ago."},
                 (tp_words){"请核对：到期日 {0} 在 {1} 年以后。",
                            "Please check: the due date {0} is {1} years from now."});
    if (deed->describe)
        deed->describe(page, deed->request, booking);
    tp_booking_page(page, booking, names);
    return 0;
}

/* The summary where the question is asked: results stay on standard output. */
static int show_aside(const tp_cli *cli, const tp_page *page)
{
    tp_buf text;
    if (!tp_page_ok(page))
        return tp_cli_fail(cli, TP_E_NOMEM, NULL, NULL);
    tp_buf_init(&text);
    tp_write_text(&text, page, &(tp_text_options){cli->lang, cli->width, NULL});
    if (tp_buf_ok(&text))
        fputs(text.bytes ? text.bytes : "", stderr);
    tp_buf_finish(&text);
    return 0;
}

static bool says_yes(const char *answer)
{
    static const char *const yes[] = {"y", "Y", "yes", "YES", "Yes", "是", "确认", "同意"};
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        if (strcmp(answer, yes[i]) == 0)
            return true;
    return false;
}

static int confirm(const tp_cli *cli)
{
    char answer[64] = "";
    fputs(cli->lang == TP_ZH ? "以上内容登记入账？输入 y 或“是”确认："
                             : "Book this? y to confirm: ",
          stderr);
    fflush(stderr);
    bool asked = fgets(answer, sizeof answer, stdin) != NULL;
    answer[strcspn(answer, "\r\n")] = '\0';
    if (asked && says_yes(answer))
        return 0;
    fputs("\n", stderr);
    return tp_cli_error(
        cli, TP_EXIT_REFUSED,
        (tp_words){"未确认，没有登记任何内容；脚本中请加 --yes，只看不登记用 --dry-run",
                   "not confirmed, nothing was booked; in scripts add --yes, to look only "
                   "use --dry-run"},
        0, NULL);
}

static int book(const tp_cli *cli, tp_store *store, const tp_cli_deed *deed, tp_booking *booking)
{
    tp_err err = {0};
    tp_status status = deed->book(store, deed->request, booking, &err);
    return status ? tp_cli_fail(cli, status, cli->diags, &err) : 0;
}

/* Looked at first, and confirmed unless it was only to be looked at. *head: what was looked at. */
static int look_first(const tp_cli *cli, tp_store *store, const tp_cli_deed *deed, bool dry,
                      const char **head)
{
    tp_page page;
    tp_booking rehearsal = {.arena = cli->arena, .rehearse = true};
    int code = book(cli, store, deed, &rehearsal);
    if (!code)
        code = make_page(cli, &page, store, deed, &rehearsal);
    if (code)
        return code;
    *head = rehearsal.before->head;
    if (dry) {
        tp_page_hint(&page, (tp_words){"以上为预览，没有登记任何内容。",
                                       "This is a preview: nothing was booked."});
        return tp_cli_page(cli, &page);
    }
    code = show_aside(cli, &page);
    return code ? code : confirm(cli);
}

int tp_cli_book(const tp_cli *cli, tp_store *store, const tp_cli_deed *deed)
{
    tp_page page;
    tp_booking booking = {.arena = cli->arena};
    bool dry = tp_cli_has(cli, "dry-run");
    int code = 0;
    if (dry || !tp_cli_has(cli, "yes"))
        code = look_first(cli, store, deed, dry, &booking.expected_head);
    if (code || dry)
        return code;
    code = book(cli, store, deed, &booking);
    if (!code)
        code = make_page(cli, &page, store, deed, &booking);
    if (!code)
        code = tp_cli_page(cli, &page);
    if (!code && deed->done)
        deed->done(cli, deed->request, &booking);
    return code;
}
