#include "domain/dataset_tables.h"

void tp_dataset_page(tp_buf *out, tp_lang lang)
{
    tp_columns_page(out, tp_data_tables, TP_TABLES, lang);
}
