#include "domain/result.h"

const char *const tp_answer_status_names[4] = {"optimal", "feasible", "infeasible", "none"};
