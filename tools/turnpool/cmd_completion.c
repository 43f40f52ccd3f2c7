#include "commands.h"
#include "complete.h"

#include <string.h>

/* Each script asks the program itself what fits: there is nothing to keep in step with it. */
static const struct {
    const char *shell, *script;
} scripts[] = {
    {"bash", "# bash completion for turnpool; put it where bash-completion looks, or source it.\n"
             "_turnpool() {\n"
             "    local line word rest files=no\n"
             "    COMPREPLY=()\n"
             "    word=${COMP_WORDS[COMP_CWORD]}\n"
             "    while IFS= read -r line; do\n"
             "        if [ \"$line\" = :file ]; then files=yes; continue; fi\n"
             "        COMPREPLY+=(\"$(printf '%q' \"${line%%$'\\t'*}\")\")\n"
             "    done < <(turnpool completion --words -- \"${COMP_WORDS[@]:1:COMP_CWORD}\" "
             "2>/dev/null)\n"
             "    if [ $files = yes ]; then\n"
             "        compopt -o filenames 2>/dev/null\n"
             "        while IFS= read -r rest; do COMPREPLY+=(\"$rest\"); done "
             "< <(compgen -f -- \"$word\")\n"
             "    fi\n"
             "}\n"
             "complete -F _turnpool turnpool\n"},
    {"zsh", "#compdef turnpool\n"
            "_turnpool() {\n"
            "    local line value text files=no\n"
            "    local -a found\n"
            "    while IFS= read -r line; do\n"
            "        if [[ $line == :file ]]; then files=yes; continue; fi\n"
            "        value=${line%%$'\\t'*}\n"
            "        text=${line#*$'\\t'}\n"
            "        [[ $text == $line ]] && text=\n"
            "        found+=(\"${value//:/\\\\:}${text:+:$text}\")\n"
            "    done < <(turnpool completion --words -- \"${(@)words[2,CURRENT]}\" 2>/dev/null)\n"
            "    (( $#found )) && _describe -V turnpool found\n"
            "    [[ $files == yes ]] && _files\n"
            "}\n"
            /* As a file of $fpath this is the function's body when it is called first. */
            "if [[ $funcstack[1] == _turnpool ]]; then _turnpool; else compdef _turnpool turnpool; "
            "fi\n"},
    {"fish", "# fish completion for turnpool\n"
             "function __turnpool_complete\n"
             "    set -l words (commandline -opc) (commandline -ct)\n"
             "    turnpool completion --words -- $words[2..-1] 2>/dev/null | while read -l line\n"
             "        if test \"$line\" = :file\n"
             "            __fish_complete_path (commandline -ct)\n"
             "        else\n"
             "            printf '%s\\n' $line\n"
             "        end\n"
             "    end\n"
             "end\n"
             "complete -c turnpool -f -a '(__turnpool_complete)'\n"},
};
enum { SHELLS = sizeof scripts / sizeof *scripts };

static int run_completion(tp_cli *cli)
{
    tp_buf out;
    int code = TP_EXIT_DONE;
    tp_buf_init(&out);
    if (tp_cli_has(cli, "words")) {
        tp_complete(&out, cli, cli->args, cli->n_args);
        code = tp_cli_write(cli, &out);
    } else {
        size_t at = 0;
        while (at < SHELLS && (cli->n_args != 1 || strcmp(cli->args[0], scripts[at].shell) != 0))
            at++;
        if (at == SHELLS) {
            code = TP_ERROR_EXIT(cli, TP_EXIT_USAGE,
                                 ((tp_words){"请写明命令解释器：bash、zsh 或 fish",
                                             "name the shell: bash, zsh, fish"}),
                                 "");
        } else {
            tp_buf_text(&out, scripts[at].script);
            code = tp_cli_write(cli, &out);
        }
    }
    tp_buf_finish(&out);
    return code;
}

static const tp_option options[] = {
    {"words",
     0,
     {NULL, NULL},
     {"供补全脚本使用：列出最后一个词处可填的内容",
      "for the scripts: list what may stand at the last word"},
     NULL},
};

const tp_command tp_cmd_completion = {
    .name = "completion",
    .arguments = {"bash|zsh|fish", "bash|zsh|fish"},
    .brief = {"输出命令行补全脚本", "Write a completion script for a shell"},
    .text = {"补全命令、选项、取值，以及数据库中的测算编号、申请编号、单位编码。用法：source "
             "<(turnpool completion bash)。",
             "Completes commands, options and their values, and the runs, demands and units of the "
             "store. For one session: source <(turnpool completion bash)."},
    .options = TP_OPTIONS(options),
    .shared = TP_WITH_OUTPUT,
    .least = 0,
    .most = -1,
    .run = run_completion,
};
