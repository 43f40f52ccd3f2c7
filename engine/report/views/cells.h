/* Cells that changed between two datasets, as a table. */
#ifndef TP_REPORT_VIEWS_CELLS_H
#define TP_REPORT_VIEWS_CELLS_H

#include "domain/dataset_cells.h"
#include "report/document/page.h"

/* At most `most` rows; a note says how many there are in all. */
void tp_cells_view(tp_page *page, const tp_cell_change *changes, size_t count, size_t most);

#endif
