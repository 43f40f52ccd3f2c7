#include "report/writers/html.h"

#include "base/sha256.h"
#include "report/writers/xml.h"

#include <string.h>

void tp_html_text(tp_buf *out, const char *text)
{
    tp_xml_text(out, text ? text : "");
}

void tp_html_words(tp_buf *out, tp_words words)
{
    const char *zh = words.zh ? words.zh : "", *en = words.en ? words.en : "";
    if (strcmp(zh, en) == 0) {
        tp_html_text(out, zh);
        return;
    }
    tp_buf_text(out, "<span class=\"zh\" lang=\"zh-CN\">");
    tp_html_text(out, zh);
    tp_buf_text(out, "</span><span class=\"en\" lang=\"en\">");
    tp_html_text(out, en);
    tp_buf_text(out, "</span>");
}

void tp_html_element(tp_buf *out, const char *open, tp_words words)
{
    tp_buf_char(out, '<');
    tp_buf_text(out, open);
    tp_buf_char(out, '>');
    tp_html_words(out, words);
    tp_buf_text(out, "</");
    tp_buf_add(out, open, strcspn(open, " "));
    tp_buf_text(out, ">\n");
}

void tp_html_count(tp_buf *out, tp_wide value)
{
    if (value < 0)
        tp_buf_text(out, "−");
    tp_buf_int(out, value < 0 ? -value : value);
}

void tp_html_diff(tp_buf *out, tp_wide difference)
{
    if (difference > 0)
        tp_buf_char(out, '+');
    tp_html_count(out, difference);
}

void tp_html_percent(tp_buf *out, tp_wide difference, tp_wide base)
{
    if (base == 0) {
        tp_buf_text(out, "—");
        return;
    }
    tp_wide size = base < 0 ? -base : base;
    tp_wide up = difference < 0 ? -difference : difference;
    tp_wide tenths = tp_half_up_div(up * 1000, size);
    if (tenths)
        tp_buf_text(out, difference < 0 ? "−" : "+");
    tp_buf_int(out, tenths / 10);
    tp_buf_char(out, '.');
    tp_buf_int(out, tenths % 10);
    tp_buf_char(out, '%');
}

void tp_html_figure(tp_buf *out, const tp_figure *figure)
{
    switch (figure->type) {
    case TP_FIG_WORDS:
        tp_html_words(out, figure->words);
        return;
    case TP_FIG_COUNT:
        tp_html_count(out, figure->number);
        return;
    case TP_FIG_DIFF:
        tp_html_diff(out, figure->number);
        return;
    default:
        break;
    }
    tp_buf text;
    tp_buf_init(&text);
    tp_figure_write(&text, figure, TP_EN);
    tp_html_text(out, text.bytes);
    out->failed = out->failed || text.failed;
    tp_buf_finish(&text);
}

void tp_html_frame_open(tp_buf *out, const char *kind, tp_words label)
{
    tp_buf_format(out, "<div class=\"%s\" role=\"group\" tabindex=\"0\" aria-label=\"", kind);
    tp_html_text(out, label.zh);
    if (strcmp(label.zh, label.en) != 0) {
        tp_buf_text(out, " / ");
        tp_html_text(out, label.en);
    }
    tp_buf_text(out, "\">\n");
}

void tp_html_frame_close(tp_buf *out)
{
    tp_buf_text(out, "</div>\n");
}

static int digit(char c)
{
    return c <= '9' ? c - '0' : c - 'a' + 10;
}

/* The hash as a content security policy names it: base64 of the 32 bytes. */
static bool write_hash(tp_buf *out, const char *text)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char hex[TP_SHA256_HEX];
    unsigned bytes[33] = {0};
    if (!tp_sha256_of(text, strlen(text), hex))
        return false;
    for (size_t i = 0; i < 32; i++)
        bytes[i] = (unsigned)(digit(hex[2 * i]) * 16 + digit(hex[2 * i + 1]));
    tp_buf_text(out, "'sha256-");
    for (size_t i = 0; i < 33; i += 3) {
        unsigned three = bytes[i] << 16 | bytes[i + 1] << 8 | bytes[i + 2];
        for (int k = 0; k < 4; k++)
            if (i < 30 || k < 3)
                tp_buf_char(out, letters[three >> (18 - 6 * k) & 63]);
    }
    tp_buf_text(out, "='");
    return true;
}

/* The switch is two radio buttons before everything else in <main>: the style sheet hides the other
 * language by what follows the checked one, so it works without a script. */
tp_status tp_html_begin(tp_buf *out, tp_words title, tp_lang lang, tp_err *err)
{
    tp_buf_format(out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
                  lang == TP_EN ? "en" : "zh-CN");
    tp_buf_text(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                     "base-uri 'none'; form-action 'none'; style-src ");
    bool hashed = write_hash(out, tp_html_css);
    tp_buf_text(out, "; script-src ");
    hashed = write_hash(out, tp_html_js) && hashed;
    if (!hashed)
        return tp_fail_nomem(err);
    tp_buf_text(out, "\">\n<meta name=\"viewport\" content=\"width=device-width, "
                     "initial-scale=1\">\n<title>");
    tp_html_text(out, lang == TP_EN ? title.en : title.zh);
    tp_buf_format(out, "</title>\n<style>%s</style>\n</head>\n<body>\n<main>\n", tp_html_css);
    tp_buf_format(out,
                  "<input class=\"switch\" type=\"radio\" name=\"lang\" id=\"lang-zh\"%s>"
                  "<input class=\"switch\" type=\"radio\" name=\"lang\" id=\"lang-en\"%s>\n",
                  lang == TP_EN ? "" : " checked", lang == TP_EN ? " checked" : "");
    return TP_OK;
}

void tp_html_end(tp_buf *out)
{
    tp_buf_format(out, "</main>\n<script>%s</script>\n</body>\n</html>\n", tp_html_js);
}
