/* The roles, and who is using a store. */
#include "base/text.h"
#include "store/log_parts.h"

#include <string.h>

static const tp_pos nowhere = {0};
static const tp_msg msg_nobody = {
    "people.nobody", "此数据库设有账号，须先登录才能{0}（命令行用 --as 姓名）",
    "this store has accounts: sign in first to {0} (on the command line: --as NAME)"};
static const tp_msg msg_not = {"people.may-not", "{0}（{1}）无权{2}", "{0} ({1}) may not {2}"};
static const tp_msg msg_gone = {"people.disabled", "账号 {0} 已停用", "account {0} is disabled"};
static const tp_msg msg_other = {"people.other-name", "登录的是 {0}，不能以 {1} 的名义办理",
                                 "signed in as {0}: nothing is done in the name of {1}"};

const char *const tp_may_names[TP_MAYS] = {"look",   "work",   "propose", "decide",    "post",
                                           "record", "export", "audit",   "administer"};
const tp_words tp_may_words[TP_MAYS] = {{"查看", "look"},
                                        {"测算", "work"},
                                        {"提请", "propose"},
                                        {"审定", "decide"},
                                        {"登记台账", "post to the ledger"},
                                        {"登记整改", "record issues"},
                                        {"导出文书", "export papers"},
                                        {"查阅日志", "read the log"},
                                        {"管理账号", "administer accounts"}};

const char *const tp_role_names[TP_ROLES] = {"planner", "approver", "clerk",
                                             "auditor", "reader",   "administrator"};
const tp_words tp_role_words[TP_ROLES] = {{"测算", "planner"}, {"编委会秘书", "approver"},
                                          {"台账", "clerk"},   {"审计", "auditor"},
                                          {"查阅", "reader"},  {"管理员", "administrator"}};

#define MAY(a) (1u << TP_MAY_##a)
static const unsigned table[TP_ROLES] = {
    [TP_ROLE_PLANNER] = MAY(LOOK) | MAY(WORK) | MAY(PROPOSE) | MAY(RECORD) | MAY(EXPORT),
    [TP_ROLE_APPROVER] = MAY(LOOK) | MAY(DECIDE) | MAY(EXPORT),
    [TP_ROLE_CLERK] = MAY(LOOK) | MAY(POST) | MAY(RECORD) | MAY(EXPORT),
    [TP_ROLE_AUDITOR] = MAY(LOOK) | MAY(EXPORT) | MAY(AUDIT),
    [TP_ROLE_READER] = MAY(LOOK),
    [TP_ROLE_ADMINISTRATOR] = MAY(LOOK) | MAY(AUDIT) | MAY(ADMINISTER)};

bool tp_roles_may(unsigned roles, tp_may may)
{
    for (int r = 0; r < TP_ROLES; r++)
        if ((roles >> r & 1u) && (table[r] >> may & 1u))
            return true;
    return false;
}

bool tp_roles_parse(const char *text, unsigned *out)
{
    *out = 0;
    while (*text) {
        size_t length = strcspn(text, ",");
        int role = 0;
        while (role < TP_ROLES && (strlen(tp_role_names[role]) != length ||
                                   strncmp(tp_role_names[role], text, length) != 0))
            role++;
        if (role == TP_ROLES)
            return false;
        *out |= 1u << role;
        text += length + (text[length] == ',');
    }
    return *out != 0;
}

void tp_roles_write(tp_buf *out, unsigned roles)
{
    size_t before = out->length;
    for (int r = 0; r < TP_ROLES; r++)
        if (roles >> r & 1u)
            tp_buf_format(out, "%s%s", out->length > before ? "," : "", tp_role_names[r]);
}

tp_words tp_roles_words(unsigned roles, tp_arena *arena)
{
    tp_words words = {"", ""};
    for (int r = 0; r < TP_ROLES; r++)
        if (roles >> r & 1u) {
            const char *zh = tp_arena_format(arena, "%s%s%s", words.zh, *words.zh ? "、" : "",
                                             tp_role_words[r].zh);
            const char *en = tp_arena_format(arena, "%s%s%s", words.en, *words.en ? ", " : "",
                                             tp_role_words[r].en);
            words = (tp_words){zh ? zh : "", en ? en : ""};
        }
    return words;
}

const tp_person *tp_store_person(const tp_store *store)
{
    return store->actor.person.account ? &store->actor.person : NULL;
}

tp_status tp_people_any(tp_store *store, bool *any, tp_err *err)
{
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    tp_status status = tp_db_prepare(store, &stmt, "SELECT EXISTS (SELECT 1 FROM account)", err);
    if (!status)
        status = tp_db_step(store, stmt, &row, err);
    *any = !status && row && sqlite3_column_int(stmt, 0);
    sqlite3_finalize(stmt);
    return status;
}

/* What the account may do may have changed since it signed in. */
static tp_status look_again(tp_store *store, bool *active, tp_err *err)
{
    tp_person *person = &store->actor.person;
    sqlite3_stmt *stmt = NULL;
    bool row = false;
    tp_status status =
        tp_db_prepare(store, &stmt, "SELECT roles, active FROM account WHERE account = ?1", err);
    if (!status)
        status = tp_db_bind_int(store, stmt, 1, person->account, err);
    if (!status)
        status = tp_db_step(store, stmt, &row, err);
    const char *roles = !status && row ? (const char *)sqlite3_column_text(stmt, 0) : NULL;
    *active = roles && sqlite3_column_int(stmt, 1);
    person->roles = 0;
    if (roles)
        tp_roles_parse(roles, &person->roles);
    sqlite3_finalize(stmt);
    return status;
}

static tp_status refuse(tp_store *store, tp_may may, bool active, tp_err *err)
{
    const tp_person *person = &store->actor.person;
    tp_words act = tp_may_words[may];
    if (!person->account) {
        tp_diag_add_words(store->diags, TP_ERROR, nowhere, &msg_nobody, 1, &act);
        return tp_fail(err, TP_E_REFUSED, "nobody is signed in");
    }
    tp_log_refuse(store, tp_may_names[may], "");
    if (!active) {
        tp_diag_error(store->diags, nowhere, &msg_gone, person->name);
        return tp_fail(err, TP_E_REFUSED, "disabled");
    }
    const tp_words args[] = {
        {person->name, person->name}, tp_roles_words(person->roles, store->diags->arena), act};
    tp_diag_add_words(store->diags, TP_ERROR, nowhere, &msg_not, 3, args);
    return tp_fail(err, TP_E_REFUSED, "%s may not %s", person->name, tp_may_names[may]);
}

tp_status tp_store_may(tp_store *store, tp_may may, tp_err *err)
{
    bool any, active = false;
    tp_status status = TP_OK;
    if (!store->actor.person.account) {
        status = tp_people_any(store, &any, err);
        return status || !any ? status : refuse(store, may, false, err);
    }
    status = look_again(store, &active, err);
    if (status || (active && tp_roles_may(store->actor.person.roles, may)))
        return status;
    return refuse(store, may, active, err);
}

tp_status tp_store_by(tp_store *store, tp_may may, const char **name, tp_err *err)
{
    tp_status status = tp_store_may(store, may, err);
    if (status || !store->actor.person.account)
        return status;
    const char *mine = store->actor.person.name;
    if (*name && **name) {
        const char *a = tp_text_folded(store->diags->arena, *name);
        const char *b = tp_text_folded(store->diags->arena, mine);
        if (!a || !b)
            return tp_fail_nomem(err);
        if (strcmp(a, b) != 0) {
            tp_log_refuse(store, tp_may_names[may], "");
            tp_diag_error(store->diags, nowhere, &msg_other, mine, *name);
            return tp_fail(err, TP_E_REFUSED, "in another's name");
        }
    }
    *name = mine;
    return TP_OK;
}

tp_status tp_store_note(tp_store *store, tp_may may, const char *act, const char *subject,
                        tp_err *err)
{
    bool any;
    tp_status status = tp_people_any(store, &any, err);
    if (status || !any)
        return status;
    status = tp_store_may(store, may, err);
    if (!status)
        status = tp_store_begin(store, err);
    if (status)
        return status;
    tp_log_about(store, act, subject, "");
    return tp_store_commit(store, err);
}
