/* Pictures as SVG, written as text: they print, need no script and can be tested.
 *
 * Lengths are pixels. A picture is TP_SVG_WIDTH wide, which is what A4 portrait holds, or, on a
 * telephone's screen, TP_SVG_NARROW: then labels stand above what they name. Text is
 * measured by display width before it is placed: what does not fit is cut with an ellipsis and
 * stands whole in the element's <title>. Nothing is told by colour alone: marks differ in shape,
 * numbers carry their sign. Figures are given, never computed here. Source:
 * engine/report/REPORTS.md. */
#ifndef TP_REPORT_PICTURES_SVG_H
#define TP_REPORT_PICTURES_SVG_H

#include "report/document/page.h"

enum { TP_SVG_WIDTH = 680, TP_SVG_NARROW = 358, TP_SVG_SIZE = 13 };

/* Width of a text at font size TP_SVG_SIZE, never less than what a browser needs. */
int tp_svg_measure(const char *text);
/* The beginning of `text` that fits, with an ellipsis where it was cut; true if it was. */
bool tp_svg_fit(tp_buf *out, const char *text, int width);

void tp_svg_begin(tp_buf *out, int width, int height, tp_words title);
void tp_svg_end(tp_buf *out);

typedef struct tp_svg_place {
    int x, y;           /* y of the text's middle */
    const char *anchor; /* "start", "middle", "end" */
    const char *kind;   /* class; NULL: none */
    int width;          /* room; 0: as much as it needs */
} tp_svg_place;
void tp_svg_text(tp_buf *out, const tp_svg_place *place, const char *text);
void tp_svg_words(tp_buf *out, const tp_svg_place *place, tp_words words);
/* On one line where it fits, else on two around y, broken at the last space that leaves the first
 * line its room, or between full-width characters. Two lines are 2 * TP_SVG_LINE high. */
enum { TP_SVG_LINE = 15 };
void tp_svg_lines(tp_buf *out, const tp_svg_place *place, tp_words words);
void tp_svg_number(tp_buf *out, const tp_svg_place *place, tp_wide value);
void tp_svg_difference(tp_buf *out, const tp_svg_place *place, tp_wide value);
void tp_svg_box(tp_buf *out, const char *kind, int x, int y, int width, int height);
void tp_svg_line(tp_buf *out, const char *kind, int x1, int y1, int x2, int y2);

/* Flow in three columns: who gives, pools, who gets. Nodes of one column are drawn in order. */
typedef struct tp_flow_node {
    tp_words label;
    int column; /* 0, 1, 2 */
    int64_t total;
} tp_flow_node;
typedef struct tp_flow_link {
    size_t from, to;
    int64_t count;
} tp_flow_link;
typedef struct tp_flow_figure {
    tp_words title;
    const tp_flow_node *nodes;
    size_t n_nodes;
    const tp_flow_link *links; /* by from, then to */
    size_t n_links;
    int64_t scale; /* the total that takes the whole height, the same for every picture */
    int width;     /* 0: TP_SVG_WIDTH */
} tp_flow_figure;
tp_status tp_svg_flow(tp_buf *out, const tp_flow_figure *figure, tp_err *err);

/* Free slots (usage less occupied) of a line before and after, around 0 = exactly full. */
typedef struct tp_dumbbell_row {
    const char *label;
    const char *category;
    int64_t before, after, occupied; /* usage before and after */
} tp_dumbbell_row;
typedef struct tp_dumbbell_figure {
    tp_words title;
    const tp_dumbbell_row *rows; /* at most 12 */
    size_t n_rows;
    int64_t least, most; /* range of free slots, the same for every block */
    int width;           /* 0: TP_SVG_WIDTH */
} tp_dumbbell_figure;
void tp_svg_dumbbell(tp_buf *out, const tp_dumbbell_figure *figure);

/* Used against ceiling and floor: groups (a limit, a pool) of one bar a run. */
typedef struct tp_ceiling_row {
    tp_words label;
    int64_t used;
    int64_t at_least, at_most; /* TP_INT_NONE: none */
} tp_ceiling_row;
typedef struct tp_ceiling_group {
    tp_words label;
    const tp_ceiling_row *rows;
    size_t n_rows;
} tp_ceiling_group;
typedef struct tp_ceiling_figure {
    tp_words title;
    const tp_ceiling_group *groups;
    size_t n_groups;
    int width; /* 0: TP_SVG_WIDTH */
} tp_ceiling_figure;
void tp_svg_ceilings(tp_buf *out, const tp_ceiling_figure *figure);

/* Rows × columns of signed differences, with the value compared with in the first column. */
typedef struct tp_heat_figure {
    tp_words title, corner;
    const tp_words *row_labels, *column_labels;
    size_t n_rows, n_columns; /* columns: the differences' */
    tp_words base_label;
    const int64_t *base;       /* [n_rows] */
    const int64_t *difference; /* [n_rows * n_columns] */
    int width;                 /* 0: TP_SVG_WIDTH */
} tp_heat_figure;
void tp_svg_heat(tp_buf *out, const tp_heat_figure *figure);

/* From one total to another in steps that add up. */
typedef struct tp_waterfall_step {
    tp_words label;
    int64_t difference;
} tp_waterfall_step;
typedef struct tp_waterfall_figure {
    tp_words title, from_label, to_label;
    int64_t from, to;
    const tp_waterfall_step *steps;
    size_t n_steps;
    int width; /* 0: TP_SVG_WIDTH */
} tp_waterfall_figure;
void tp_svg_waterfall(tp_buf *out, const tp_waterfall_figure *figure);

/* Solved points of a sweep: one mark a point, joined in order; none between them is implied. */
typedef struct tp_curve_point {
    tp_words label;
    tp_wide value; /* millionths */
    bool solved;
} tp_curve_point;
typedef struct tp_curve_figure {
    tp_words title, x_label, y_label;
    const tp_curve_point *points;
    size_t n_points;
    bool apart; /* points have no order: they are not joined */
    bool has_base;
    tp_wide base;      /* the scenario's own value, as a line across; millionths */
    size_t base_point; /* the point that is the scenario itself; n_points: none */
    int width;         /* 0: TP_SVG_WIDTH */
} tp_curve_figure;
void tp_svg_curve(tp_buf *out, const tp_curve_figure *figure);

/* What becomes of what was asked, one bar a run. */
enum { TP_FATE_OWN, TP_FATE_LENT, TP_FATE_SHORT, TP_FATE_REFUSED, TP_FATE_UNFILED, TP_FATES };
typedef struct tp_fates_row {
    tp_words label;
    int64_t part[TP_FATES];
} tp_fates_row;
typedef struct tp_fates_figure {
    tp_words title;
    const tp_fates_row *rows;
    size_t n_rows;
    int width; /* 0: TP_SVG_WIDTH */
} tp_fates_figure;
void tp_svg_fates(tp_buf *out, const tp_fates_figure *figure);

/* Signed changes, rows × columns, as bars from a middle line. */
typedef struct tp_changes_figure {
    tp_words title;
    const tp_words *row_labels, *column_labels;
    size_t n_rows, n_columns;
    const int64_t *change; /* [n_rows * n_columns] */
    int width;             /* 0: TP_SVG_WIDTH */
} tp_changes_figure;
void tp_svg_changes(tp_buf *out, const tp_changes_figure *figure);

/* What pools hold and have lent, by year, against what they must keep. */
typedef struct tp_stocks_row {
    const char *label;
    int64_t held, lent, required, returned; /* returned: gone back since the row before */
} tp_stocks_row;
typedef struct tp_stocks_group {
    tp_words label;
    const tp_stocks_row *rows;
    size_t n_rows;
} tp_stocks_group;
typedef struct tp_stocks_figure {
    tp_words title;
    const tp_stocks_group *groups;
    size_t n_groups;
    int width; /* 0: TP_SVG_WIDTH */
} tp_stocks_figure;
void tp_svg_stocks(tp_buf *out, const tp_stocks_figure *figure);

/* Units by years: own, borrowed, short of what is asked, and what went back. */
enum { TP_STRIP_OWN, TP_STRIP_LENT, TP_STRIP_SHORT, TP_STRIP_PARTS };
typedef struct tp_strip_cell {
    int64_t part[TP_STRIP_PARTS];
    int64_t returned;
} tp_strip_cell;
typedef struct tp_strip_figure {
    tp_words title;
    const char *const *row_labels;
    const tp_words *column_labels;
    size_t n_rows, n_columns;
    const tp_strip_cell *cells; /* [n_rows * n_columns] */
    int width;                  /* 0: TP_SVG_WIDTH */
} tp_strip_figure;
void tp_svg_strip(tp_buf *out, const tp_strip_figure *figure);

/* Values over two parameters, rows × columns. */
typedef struct tp_grid_figure {
    tp_words title, row_name, column_name;
    const tp_words *rows, *columns; /* the parameters' values */
    size_t n_rows, n_columns;
    const int64_t *value; /* [n_rows * n_columns] TP_INT_NONE: no answer */
    bool has_base;        /* the scenario's own values are among them */
    size_t base_row, base_column;
    int width; /* 0: TP_SVG_WIDTH */
} tp_grid_figure;
void tp_svg_grid(tp_buf *out, const tp_grid_figure *figure);

#endif
