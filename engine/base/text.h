/* Text as people see it: display width, normal form, closeness, order.
 * All texts are valid UTF-8, NUL-terminated. */
#ifndef TP_BASE_TEXT_H
#define TP_BASE_TEXT_H

#include "base/arena.h"

/* Columns on a terminal: CJK wide and full-width characters take 2, combining ones 0. */
size_t tp_text_width(const char *text);
/* As text that can be shown on a terminal: control characters (C0 but line break and tab, C1) and
 * invisible ones (format characters, direction marks, line separators) are written out, ␛ or
 * <U+202E>. The text itself where there are none, else a copy in the arena; NULL: memory is out. */
const char *tp_text_visible(tp_arena *arena, const char *text, size_t length);
/* Normal form for comparing names: NFC, outer white space (the ideographic space too) trimmed,
 * a BOM dropped. Case is kept. NULL: memory is out. */
char *tp_text_normal(tp_arena *arena, const char *text, size_t length);
/* For telling whether two names are meant to be the same: compatibility forms (full-width letters,
 * ligatures) and case folded, white space, punctuation and everything that cannot be seen left out.
 * NULL: memory is out. */
char *tp_text_folded(tp_arena *arena, const char *text);
/* Is it valid UTF-8? If not, *bad (if not NULL) gets the byte offset of the first fault. */
bool tp_text_valid(const char *text, size_t length, size_t *bad);
/* Characters (code points) in the first `length` bytes. */
size_t tp_text_points(const char *text, size_t length);
/* Leading white space in half characters: a blank is one, a tab four, an ideographic space two. */
unsigned tp_text_lead(const char *text, size_t length);
/* Edit distance over code points with case folded, at most `most` + 1. */
size_t tp_text_distance(const char *a, const char *b, size_t most);
/* The candidate closest to `text` if close enough to suggest, else NULL. */
const char *tp_text_closest(const char *text, const char *const *candidates, size_t count);
/* Natural order of codes: runs of digits compare as numbers (D9 < D10), the rest byte for byte;
 * a total order (equal only if identical). */
int tp_text_compare(const char *a, const char *b);
/* Where the keys of two texts differ they are in the order of the texts; where they are equal only
 * tp_text_compare can tell. Sorting looks at the key first. */
uint64_t tp_text_key(const char *text);

#endif
