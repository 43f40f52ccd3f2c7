/* The file of a shard: found finished, gone on with, put in place. */
#include "commands.h"
#include "portion.h"
#include "slurm.h"

#include "store/publish.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_SHARDS = 100000 };

/* "3/8" */
static bool read_shard(const char *text, tp_shard *out)
{
    int64_t number, of;
    const char *slash = strchr(text, '/');
    if (!slash || tp_int_parse(text, (size_t)(slash - text), &number) != TP_PARSE_OK ||
        tp_int_parse(slash + 1, strlen(slash + 1), &of) != TP_PARSE_OK || number < 1 ||
        number > of || of > MOST_SHARDS)
        return false;
    *out = (tp_shard){(size_t)number, (size_t)of};
    return true;
}

int tp_cli_shard_read(const tp_cli *cli, tp_cli_shard *out)
{
    const char *text = tp_cli_value(cli, "shard");
    *out = (tp_cli_shard){.part = tp_cli_value(cli, "store")};
    int code = tp_cli_slurm_check(cli);
    if (code)
        return code;
    /* A list of stored runs is shown from one store over another. */
    bool lists = cli->command == &tp_cmd_batch;
    if (!text && tp_cli_has(cli, "from") && !tp_cli_has(cli, "slurm") && !lists)
        return TP_ERROR_EXIT(cli, TP_EXIT_USAGE,
                             ((tp_words){"{0} 只与 --shard 同用", "{0} goes with --shard only"}),
                             "--from");
    if (!text)
        return 0;
    if (!read_shard(text, &out->shard))
        return TP_ERROR_EXIT(cli, TP_EXIT_USAGE,
                             ((tp_words){"--shard 不能是“{0}”；应写作 3/8，即 8 片中的第 3 片",
                                         "--shard cannot be \"{0}\"; 3/8 is the third of eight"}),
                             text);
    if (!out->part)
        return TP_ERROR_EXIT(cli, TP_EXIT_USAGE,
                             ((tp_words){"{0} 须用 --store 指定这一片写入的文件",
                                         "{0} needs --store: the file this shard is written to"}),
                             "--shard");
    return 0;
}

/* A part has no log beside it: its bytes are all there is. */
static int go_on_from(const tp_cli *cli, const char *part, const char *scratch)
{
    tp_err err = {0};
    tp_status status = tp_file_copy(part, scratch, &err);
    return status
               ? TP_ERROR_EXIT(cli, TP_EXIT_FAILURE,
                               ((tp_words){"无法从 {0} 续算：{1}", "cannot go on from {0}: {1}"}),
                               part, err.text)
               : 0;
}

/* Is it this shard of this work, and has it all? */
static int look_at(const tp_cli *cli, tp_cli_shard *shard, const char *work, size_t items)
{
    tp_store *part;
    tp_shard_record *rows;
    size_t count = 0, have = 0;
    tp_err err = {0};
    const tp_store_options options = {.read_only = true, .diags = cli->diags};
    bool ours = false;
    tp_status status = tp_store_open(&part, shard->part, &options, &err);
    if (status)
        return tp_cli_fail(cli, status, cli->diags, &err);
    status = tp_store_list_shards(part, cli->arena, &rows, &count, &err);
    for (size_t i = 0; i < count && !status; i++)
        ours = ours ||
               (strcmp(rows[i].work, work) == 0 && rows[i].shard.number == shard->shard.number &&
                rows[i].shard.of == shard->shard.of);
    if (!status)
        status = tp_store_count_items(part, work, &have, &err);
    tp_store_close(part);
    if (status)
        return tp_cli_fail(cli, status, cli->diags, &err);
    if (!ours)
        return TP_ERROR_EXIT(
            cli, TP_EXIT_REFUSED,
            ((tp_words){"{0} 已存在，存的不是这一片（可能数据、方案或程序版本已变）；"
                        "请换文件名或先移走",
                        "{0} exists and is not this shard (data, scenario or version may have "
                        "changed): name another file, or move it away"}),
            shard->part);
    shard->finished = have == tp_shard_size(shard->shard, items);
    return 0;
}

int tp_cli_shard_open(const tp_cli *cli, tp_cli_shard *shard, const char *work, size_t items)
{
    struct stat file;
    tp_err err = {0};
    const char *folder = getenv("TMPDIR");
    const tp_store_options options = {
        .create = true, .passing = true, .today = tp_cli_today(), .diags = cli->diags};
    if (!shard->shard.of)
        return 0;
    bool there = stat(shard->part, &file) == 0;
    int code = there ? look_at(cli, shard, work, items) : 0;
    if (code || shard->finished)
        return code;
    shard->scratch = tp_arena_format(cli->arena, "%s/turnpool-%s-%zu-%ld.db",
                                     folder && *folder ? folder : "/tmp", work, shard->shard.number,
                                     (long)getpid());
    if (!shard->scratch)
        return tp_cli_fail(cli, TP_E_NOMEM, NULL, NULL);
    tp_store_remove(shard->scratch);
    code = there ? go_on_from(cli, shard->part, shard->scratch) : 0;
    if (code)
        return code;
    tp_status status = tp_store_open(&shard->store, shard->scratch, &options, &err);
    return status ? tp_cli_fail(cli, status, cli->diags, &err) : 0;
}

static int64_t processor_ms(const struct rusage *spent)
{
    return ((int64_t)spent->ru_utime.tv_sec + spent->ru_stime.tv_sec) * 1000 +
           (spent->ru_utime.tv_usec + spent->ru_stime.tv_usec) / 1000;
}

int tp_cli_shard_close(const tp_cli *cli, tp_cli_shard *shard, const char *work, size_t items)
{
    tp_err err = {0};
    struct rusage spent = {0};
    size_t have = 0, size = tp_shard_size(shard->shard, items);
    char number[TP_DEC_TEXT], of[TP_DEC_TEXT], done[TP_DEC_TEXT], all[TP_DEC_TEXT];
    tp_int_format((tp_wide)shard->shard.number, number);
    tp_int_format((tp_wide)shard->shard.of, of);
    tp_int_format((tp_wide)size, all);
    if (shard->finished) {
        TP_SAY(cli, ((tp_words){"第 {0}/{1} 片早已算完：{2}", "shard {0}/{1} was finished: {2}"}),
               number, of, shard->part);
        return 0;
    }
    getrusage(RUSAGE_SELF, &spent);
    const tp_shard_record record = {.work = work,
                                    .shard = shard->shard,
                                    .processor_ms = processor_ms(&spent),
                                    .memory_kb = spent.ru_maxrss};
    tp_status status = tp_store_put_shard(shard->store, &record, &err);
    if (!status)
        status = tp_store_count_items(shard->store, work, &have, &err);
    if (!status)
        status = tp_store_publish_as_is(shard->store, shard->part, &err);
    if (status)
        return tp_cli_fail(cli, status, cli->diags, &err);
    tp_int_format((tp_wide)have, done);
    TP_SAY(cli,
           ((tp_words){"第 {0}/{1} 片：{2} / {3} 项，已写入 {4}",
                       "shard {0}/{1}: {2} of {3} items, written to {4}"}),
           number, of, done, all, shard->part);
    return have == size ? 0 : have ? TP_EXIT_STOPPED : TP_EXIT_STOPPED_NONE;
}

void tp_cli_shard_free(tp_cli_shard *shard)
{
    tp_store_close(shard->store);
    shard->store = NULL;
    if (shard->scratch)
        tp_store_remove(shard->scratch);
}
