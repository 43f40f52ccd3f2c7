#include "report/papers/anchor.h"

#include "store/log.h"

void tp_anchor_note(tp_paper *paper, const char *head)
{
    char text[TP_HEAD_SHORT];
    if (!head || !*head)
        return;
    tp_head_short(head, text);
    const char *args[] = {text};
    tp_paper_fill(paper, TP_BLOCK_NOTE, (tp_words){"台账校验值：{0}", "Head of the books: {0}"}, 1,
                  args);
}
