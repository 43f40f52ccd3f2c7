#include "report/views/people.h"

void tp_roles_page(tp_page *page)
{
    tp_view *view = tp_page_view(page, "roles", (tp_words){"角色与权限", "What each role may do"});
    tp_view_column_add(view, "role", (tp_words){"角色", "Role"}, 0);
    for (int may = 0; may < TP_MAYS; may++)
        tp_view_column_add(view, tp_may_names[may], tp_may_words[may], 0);
    for (int role = 0; role < TP_ROLES; role++) {
        tp_view_words(view, tp_role_words[role]);
        for (int may = 0; may < TP_MAYS; may++)
            tp_view_text(view, tp_roles_may(1u << role, (tp_may)may) ? "✓" : "");
    }
}

void tp_users_page(tp_page *page, const tp_user_row *rows, size_t count)
{
    tp_view *view = tp_page_view(page, "accounts", (tp_words){"账号", "Accounts"});
    view->empty = (tp_words){"没有账号：谁持有文件，谁都可以办理，记录不带签名。",
                             "There are no accounts: whoever holds the file may do everything, and "
                             "nothing is signed."};
    tp_view_column_add(view, "name", (tp_words){"姓名", "Name"}, 0);
    tp_view_column_add(view, "roles", (tp_words){"角色", "Roles"}, TP_COL_WRAP);
    tp_view_column_add(view, "state", (tp_words){"状态", "State"}, 0);
    tp_view_column_add(view, "sessions", (tp_words){"登录数", "Sessions"}, TP_COL_NUMBER);
    tp_view_column_add(view, "key", (tp_words){"公钥", "Public key"}, TP_COL_SPARE);
    for (size_t i = 0; i < count; i++) {
        tp_view_text(view, rows[i].name);
        tp_view_words(view, tp_roles_words(rows[i].roles, page->arena));
        tp_view_words(view, rows[i].active ? (tp_words){"在用", "active"}
                                           : (tp_words){"停用", "disabled"});
        tp_view_count(view, rows[i].sessions);
        tp_view_text(view, rows[i].key);
    }
    tp_roles_page(page);
}

void tp_log_page(tp_page *page, const tp_log_row *rows, size_t count)
{
    tp_view *view = tp_page_view(page, "log", (tp_words){"日志", "Log"});
    view->empty = (tp_words){"日志中还没有记录。", "The log is empty."};
    tp_view_column_add(view, "seq", (tp_words){"序号", "No."}, TP_COL_NUMBER);
    tp_view_column_add(view, "at", (tp_words){"时间（UTC）", "At (UTC)"}, 0);
    tp_view_column_add(view, "name", (tp_words){"账号", "Account"}, 0);
    tp_view_column_add(view, "act", (tp_words){"事项", "Act"}, 0);
    tp_view_column_add(view, "subject", (tp_words){"对象", "About"}, TP_COL_WRAP);
    tp_view_column_add(view, "detail", (tp_words){"说明", "Detail"}, TP_COL_WRAP);
    tp_view_column_add(view, "entries", (tp_words){"台账至", "Journal to"}, TP_COL_NUMBER);
    tp_view_column_add(view, "signed", (tp_words){"签名", "Signed"}, 0);
    tp_view_column_add(view, "head", (tp_words){"总校验值", "Head"}, TP_COL_SPARE);
    for (size_t i = 0; i < count; i++) {
        char head[TP_HEAD_SHORT];
        tp_head_short(rows[i].hash, head);
        tp_view_count(view, rows[i].seq);
        tp_view_text(view, rows[i].at);
        tp_view_text(view, rows[i].name);
        tp_view_words(view, tp_log_act_words(rows[i].act));
        tp_view_text(view, rows[i].subject);
        tp_view_text(view, rows[i].detail);
        tp_view_count(view, rows[i].entries);
        tp_view_words(view, rows[i].key ? (tp_words){"有", "yes"} : (tp_words){"无", "no"});
        tp_view_text(view, tp_page_copy(page, head));
    }
}
