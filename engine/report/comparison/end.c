#include "report/comparison/sections.h"
#include "report/views/run_rows.h"

#include <string.h>

static void fact(tp_view *view, tp_words name, const char *value)
{
    if (!value || !*value)
        return;
    tp_view_words(view, name);
    tp_view_text(view, value);
}

static void facts(tp_reporting *r, size_t i)
{
    const tp_run *run = r->report->entries[i].run;
    const char *file = tp_arena_format(
        r->arena, "%s%s%s", run->scenario->path ? run->scenario->path : "",
        run->scenario->variant ? "#" : "", run->scenario->variant ? run->scenario->variant : "");
    tp_view *view = tp_page_view(&r->page, "facts", r->label[i]);
    view->facts = true;
    tp_view_column_add(view, "name", (tp_words){"项目", "Item"}, 0);
    tp_view_column_add(view, "value", (tp_words){"内容", "Value"}, TP_COL_WRAP);
    fact(view, (tp_words){"测算编号", "Run"}, run->id);
    fact(view, (tp_words){"方案文件", "Scenario file"}, file);
    fact(view, (tp_words){"方案指纹", "Scenario SHA-256"}, run->scenario->sha256);
    fact(view, (tp_words){"数据", "Data"}, run->data->path);
    fact(view, (tp_words){"数据指纹", "Data SHA-256"}, run->data->sha256);
    fact(view, (tp_words){"数据截止", "As of"}, tp_page_date(&r->page, run->scenario->as_of));
    fact(view, (tp_words){"台账截至", "Ledger head"}, run->ledger_head);
    fact(view, (tp_words){"评估指纹", "Evaluation SHA-256"}, run->evaluation_sha256);
    fact(view, (tp_words){"参照结果指纹", "Reference SHA-256"}, run->reference_sha256);
    fact(view, (tp_words){"测算程序", "Engine"}, run->engine);
    tp_html_view(r->out, view, &(tp_html_table){.headed = true});
    tp_report_say(r, tp_run_status_words(run, &r->page));
    tp_page page;
    tp_page_init(&page, r->arena, (tp_words){NULL, NULL});
    tp_run_rows rows = {.run = run, .page = &page};
    tp_rows_tiers(&rows);
    const tp_view *tiers = tp_page_find(&page, "tiers");
    if (tiers && tp_view_rows(tiers))
        tp_html_view(r->out, tiers, NULL);
    r->page.failed = r->page.failed || !tp_page_ok(&page);
}

/* The parameters as resolved, for whoever wants to know exactly what was asked. */
static void parameters(tp_reporting *r, size_t i)
{
    tp_buf text;
    tp_buf_init(&text);
    tp_scenario_canonical(&text, r->report->entries[i].run->scenario);
    tp_buf_text(r->out, "<details class=\"parameters\"><summary>");
    tp_html_words(r->out, (tp_words){"全部参数", "All parameters"});
    tp_buf_text(r->out, "</summary>\n<pre tabindex=\"0\">");
    tp_html_text(r->out, text.bytes);
    tp_buf_text(r->out, "</pre></details>\n");
    r->page.failed = r->page.failed || text.failed;
    tp_buf_finish(&text);
}

void tp_report_provenance(tp_reporting *r)
{
    tp_report_open(r, "provenance", (tp_words){"出处与证明", "Provenance and proof"});
    tp_report_say(r, (tp_words){"复核任一方案：turnpool verify 测算编号。同样的数据和方案，测算结果"
                                "逐字节相同。",
                                "Check any of these: turnpool verify RUN. The same data and "
                                "scenario give the same answer, byte for byte."});
    for (size_t i = 0; i < r->report->n_entries; i++) {
        tp_html_element(r->out, "h3", r->label[i]);
        facts(r, i);
        parameters(r, i);
    }
    tp_report_close(r);
}

void tp_report_guide(tp_reporting *r)
{
    static const struct {
        tp_words term, text;
    } items[] = {
        {{"工作饱满度", "Saturation"},
         {"完成全部工作所需的有效工时，除以在编人员可用的工时。1 表示正好饱满；低于 "
          "1，人手有余；高于 "
          "1，人手不足。饱满度低的单位先存出，饱满度不够高的单位不能借入。",
          "The hours the work takes, divided by the hours the staff have. At 1 a unit is exactly "
          "full; below 1 it has hands to spare, above 1 it has too few. Units with low saturation "
          "give first; units whose saturation is not high enough may not borrow."}},
        {{"存入与借用", "Deposit and loan"},
         {"像存款一样：存入的编制所有权仍属原单位，周转池只借出使用权，到期归还。任何时候，各单位核"
          "定数"
          "加池自有数，等于各单位使用数加池内余额。",
          "As with a bank: the depositor keeps ownership of its slots; the pool lends only their "
          "use, for a term. At every moment, what units own plus what the pool owns equals what "
          "units use plus what the pool holds."}},
        {{"应留存", "Reserve"},
         {"周转池必须留在手里的编制，以备不时之需。期末余额等于应留存时，池内已没有可再投放的编制"
          "。",
          "What a pool must keep in hand for what cannot be foreseen. When its closing balance "
          "equals the reserve, it has nothing more to lend."}},
        {{"顶格", "Binding"},
         {"某个上限或下限已用到头，就说它顶格。只有顶格的控制项才挡住了别的安排；没有顶格的，放宽一"
          "般不改变结果。",
          "A limit that is used to its end is binding. Only binding limits stand in the way of "
          "something; as a rule, relaxing any other changes nothing."}},
        {{"优先次序", "Order of goals"},
         {"各目标按次序求最优：前一个目标的最好结果保住之后，才考虑后一个。因此后面的目标再好，也不"
          "能"
          "用前面的目标去换。",
          "Goals are served in order: the best of the first is kept before the second is looked "
          "at. No gain in a later goal can buy a loss in an earlier one."}},
        {{"已证明", "Proven"},
         {"“已证明”指可用整数运算独立验证：不存在更好的安排。若写明“未证明”，结果仍符合全部规则，但"
          "可能"
          "还有更好的，界限一栏说明最多能好到哪里。",
          "Proven means that whole-number arithmetic, independent of the solver, shows that no "
          "better arrangement exists. Where it says not proven, the answer still keeps every rule, "
          "but a better one may exist; the bound says how much better at most."}},
    };
    tp_report_open(r, "guide",
                   (tp_words){"怎样读这份报告（供编委会成员参考）",
                              "How to read this report (for committee members)"});
    tp_buf_text(r->out, "<dl>\n");
    for (size_t i = 0; i < sizeof items / sizeof *items; i++) {
        tp_html_element(r->out, "dt", items[i].term);
        tp_html_element(r->out, "dd", items[i].text);
    }
    tp_buf_text(r->out, "</dl>\n");
    tp_report_close(r);
}
