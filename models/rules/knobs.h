/* Kinds of knobs that only rules speak of; whoever explains an answer need not tell them apart. */
#ifndef TP_MODELS_RULES_KNOBS_H
#define TP_MODELS_RULES_KNOBS_H

#include "models/knob.h"

#define TP_KNOB_RESERVE_COUNT ((tp_knob_kind)(TP_KNOB_OF_RULE + 0))
#define TP_KNOB_RESERVE_SHARE ((tp_knob_kind)(TP_KNOB_OF_RULE + 1))
#define TP_KNOB_EARMARK ((tp_knob_kind)(TP_KNOB_OF_RULE + 2))   /* element of the list */
#define TP_KNOB_MOVE ((tp_knob_kind)(TP_KNOB_OF_RULE + 3))      /* how many people */
#define TP_KNOB_MAX_SHARE ((tp_knob_kind)(TP_KNOB_OF_RULE + 4)) /* of the slots of a line */
#define TP_KNOB_CAP ((tp_knob_kind)(TP_KNOB_OF_RULE + 5))       /* of line `subject` */
#define TP_KNOB_FILING ((tp_knob_kind)(TP_KNOB_OF_RULE + 6))    /* total of an item */

#endif
