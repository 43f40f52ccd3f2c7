#include "commands.h"
#include "file_names.h"
#include "moves.h"
#include "report/papers/bundle.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

static const char *const formats[] = {"all",     "xlsx",    "csv",     "json", "committee",
                                      "minutes", "notices", "replies", "plan", NULL};
static const tp_option options[] = {
    {"only",
     0,
     {"文书", "WHAT"},
     {"只导出一种：all xlsx csv json "
      "committee（审议表）minutes（会议纪要）notices（通知单）replies（答复）plan（用编规划和各单位"
      "的用编进人计划表）",
      "only one kind: all xlsx csv json committee minutes notices replies plan"},
     formats},
    {"draft",
     0,
     {NULL, NULL},
     {"导出未审定的草案；编号为建议方案号（如 3，四位以上写 #1234）或测算编号",
      "a draft of what is not approved: a proposal's number (3; from four digits on #1234) or a "
      "run"},
     NULL},
    {"chair", 0, {"姓名", "TEXT"}, {"会议纪要：主持人", "minutes: who was in the chair"}, NULL},
    {"present", 0, {"姓名", "TEXT"}, {"会议纪要：出席人员", "minutes: who was present"}, NULL},
    {"absent", 0, {"姓名", "TEXT"}, {"会议纪要：缺席人员", "minutes: who was absent"}, NULL},
    {"votes",
     0,
     {"表决", "TEXT"},
     {"会议纪要：表决情况；以上不给的留空待填",
      "minutes: the votes; what is not given is left to be filled in"},
     NULL},
    {"issuer", 0, {"机构", "TEXT"}, {"通知单落款机构", "who signs the notices"}, NULL},
};

/* Where the papers go and what was written. */
typedef struct exporting {
    tp_cli *cli;
    const char *folder;
    tp_papers papers;
    tp_file_names names;
    size_t files;
} exporting;

static int make_folder(const tp_cli *cli, const char *path)
{
    if (mkdir(path, 0777) == 0 || errno == EEXIST)
        return 0;
    return TP_ERROR_EXIT(cli, TP_EXIT_FAILURE,
                         ((tp_words){"无法写入 {0}：{1}", "cannot write {0}: {1}"}), path,
                         strerror(errno));
}

/* The folder that a file lies in within ours, made when its first file comes. */
static int make_inner(exporting *x, const char *name)
{
    const char *slash = strchr(name, '/');
    if (!slash)
        return 0;
    const char *path =
        tp_arena_format(x->cli->arena, "%s/%.*s", x->folder, (int)(slash - name), name);
    return path ? make_folder(x->cli, path) : tp_cli_fail(x->cli, TP_E_NOMEM, NULL, NULL);
}

static int write_one(exporting *x, tp_bundle *bundle, const tp_bundle_file *file)
{
    tp_err err = {0};
    tp_buf bytes;
    const char *path = tp_arena_format(x->cli->arena, "%s/%s", x->folder, file->name);
    if (!path)
        return tp_cli_fail(x->cli, TP_E_NOMEM, NULL, NULL);
    tp_buf_init(&bytes);
    tp_status status = tp_bundle_bytes(&bytes, bundle, file, &err);
    int code =
        status ? tp_cli_fail(x->cli, status, NULL, &err) : tp_cli_write_file(x->cli, path, &bytes);
    tp_buf_finish(&bytes);
    if (code)
        return code;
    x->files++;
    tp_file_written(&x->names, path);
    return 0;
}

static int export_all(exporting *x)
{
    const char *only = tp_cli_value(x->cli, "only");
    const tp_attendance who = {tp_cli_value(x->cli, "chair"), tp_cli_value(x->cli, "present"),
                               tp_cli_value(x->cli, "absent"), tp_cli_value(x->cli, "votes")};
    tp_err err = {0};
    tp_bundle bundle;
    int kind = 0;
    while (kind < TP_BUNDLE_KINDS && only && strcmp(tp_bundle_ids[kind], only) != 0)
        kind++;
    tp_status status =
        tp_bundle_list(&bundle, &x->papers, only ? (tp_bundle_kind)kind : TP_BUNDLE_KINDS, &err);
    if (status)
        return tp_cli_fail(x->cli, status, NULL, &err);
    bundle.who = &who;
    int code = make_folder(x->cli, x->folder);
    for (size_t i = 0; i < bundle.count && !code; i++) {
        code = make_inner(x, bundle.files[i].name);
        if (!code)
            code = write_one(x, &bundle, &bundle.files[i]);
    }
    return code;
}

/* An approval's number; with --draft a proposal's number or a run. */
static int read_request(tp_cli *cli, tp_store *store, tp_papers_request *out)
{
    tp_err err = {0};
    const char *text = cli->args[0];
    size_t length = strlen(text);
    *out = (tp_papers_request){.issuer = tp_cli_value(cli, "issuer"), .lang = cli->lang};
    if (!tp_cli_has(cli, "draft"))
        return tp_cli_number(cli, text, &out->approval);
    bool numbered = *text == '#';
    /* Fewer than four characters begin no run; four digits and more may do so. */
    if ((numbered || length < 4) && !tp_cli_number(cli, text, &out->proposal))
        return 0;
    if (numbered || length < 4)
        return TP_EXIT_USAGE;
    tp_status status = tp_store_find_run(store, text, cli->arena, &out->run, &err);
    if (!status)
        tp_cli_say_latest(cli, text, store, out->run);
    return status ? tp_cli_fail(cli, status, cli->diags, &err) : 0;
}

static int run_export(tp_cli *cli)
{
    tp_err err = {0};
    tp_store *store;
    tp_opened_run opened = {0};
    tp_papers_request request;
    exporting x = {.cli = cli};
    char files[TP_DEC_TEXT];
    if (!tp_file_names_begin(&x.names, cli))
        return tp_cli_fail(cli, TP_E_NOMEM, NULL, NULL);
    int code = tp_cli_need(cli, "output", &x.folder);
    if (!code)
        code = tp_cli_exporting(cli, cli->args[0]);
    if (!code)
        code = tp_cli_store_open(cli, TP_STORE_READ, &store);
    if (code)
        return code;
    code = read_request(cli, store, &request);
    tp_status status = TP_OK;
    if (!code)
        status = tp_papers_gather(&x.papers, &opened, store, &request, cli->arena, &err);
    if (status)
        code = tp_cli_fail(cli, status, cli->diags, &err);
    if (!code)
        code = export_all(&x);
    tp_opened_run_free(&opened);
    tp_store_close(store);
    if (code)
        return code;
    tp_int_format((tp_wide)x.files, files);
    TP_SAY(cli, ((tp_words){"已写入 {0} 个文件到 {1}", "{0} {0|file|files} written to {1}"}), files,
           x.folder);
    static const char *const within[] = {"csv", "notices", "replies", "plan", NULL};
    tp_file_tell_others(&x.names, x.folder, within);
    return 0;
}

const tp_command tp_cmd_export = {
    .name = "export",
    .arguments = {"审定号", "APPROVAL"},
    .brief = {"导出审定的工作簿、审议表、会议纪要和编制使用通知单",
              "Export an approval: workbook, committee table, minutes, notices"},
    .text =
        {"写入 -o 所指文件夹：XLSX "
         "工作簿、CSV、JSON、审议表、会议纪要、每个单位的编制使用通知单和每个未获批单位的答复；多期"
         "规划另有用"
         "编规划和各单位的用编进人计划表（文书为 DOCX 与 "
         "HTML，版式依 GB/T 9704-2012）。未经审定的只能用 --draft 导出草案，每页每表都有标记。"
         "同一审定导出的文件逐字节相同。",
         "Writes to the folder given by -o: an XLSX workbook, CSV, JSON, the committee table, the "
         "minutes, a "
         "numbered notice for each unit and a reply to each that was refused; of a plan of several "
         "periods "
         "also the office's plan and one for each unit (documents as DOCX and HTML, laid "
         "out after GB/T 9704-2012). What is "
         "not approved is exported with --draft only, marked on every page and sheet. The same "
         "approval gives the same bytes."},
    .options = TP_OPTIONS(options),
    .shared = TP_WITH_STORE | TP_WITH_OUTPUT | TP_WITH_ACCOUNT,
    .least = 1,
    .most = 1,
    .run = run_export,
};
