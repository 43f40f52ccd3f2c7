/* Who is answered next: what is soon answered, but nobody waits for ever. */
#include "serve/queue.h"
#include "suite.h"

static tp_queue queue;

/* Taken and answered in so many milliseconds. */
static void answered(const char *target, int64_t ms)
{
    tp_queued entry;
    tp_queue_put(&queue, &entry, target, 1);
    ck_assert_ptr_eq(tp_queue_take(&queue), &entry);
    tp_queue_done(&queue, &entry, ms);
}

START_TEST(queue__without_a_clock_goes_as_they_came)
{
    tp_queued entries[3];
    static const char *const targets[] = {"/a?x=1", "/b", "/a?x=2"};
    tp_queue_begin(&queue, 4);
    answered("/b", 1);
    answered("/a?x=9", 50);
    for (int i = 0; i < 3; i++)
        tp_queue_put(&queue, &entries[i], targets[i], 0);
    for (int i = 0; i < 3; i++)
        ck_assert_ptr_eq(tp_queue_take(&queue), &entries[i]);
    ck_assert_ptr_null(tp_queue_take(&queue));
}
END_TEST

START_TEST(queue__answers_first_what_is_soon_answered)
{
    tp_queued slow, quick, fresh, late;
    tp_queue_begin(&queue, 4);
    answered("/live/x?slow=1", 300);
    answered("/live/x?quick=1", 10);
    tp_queue_put(&queue, &slow, "/live/x?slow=2", 1000);
    tp_queue_put(&queue, &fresh, "/never", 1100);
    tp_queue_put(&queue, &quick, "/live/x?quick=2&", 1200);
    tp_queue_put(&queue, &late, "/live/x?quick=3", 2000); /* the slow one is due by then */
    ck_assert_ptr_eq(tp_queue_take(&queue), &fresh);
    ck_assert_ptr_ne(tp_queue_take(&queue), &late);
    ck_assert_ptr_ne(tp_queue_take(&queue), &late);
    ck_assert_ptr_eq(tp_queue_take(&queue), &late);
}
END_TEST

START_TEST(queue__leaves_half_of_the_workers_to_what_is_short)
{
    tp_queued slow[3], quick;
    tp_queue_begin(&queue, 4);
    answered("/slow", 5000);
    for (int i = 0; i < 3; i++)
        tp_queue_put(&queue, &slow[i], "/slow", 10);
    ck_assert_ptr_eq(tp_queue_take(&queue), &slow[0]);
    ck_assert_ptr_eq(tp_queue_take(&queue), &slow[1]);
    ck_assert_ptr_null(tp_queue_take(&queue)); /* the third waits for one of the two */
    tp_queue_put(&queue, &quick, "/quick", 1000000);
    ck_assert_ptr_eq(tp_queue_take(&queue), &quick);
    tp_queue_done(&queue, &quick, 1);
    ck_assert_ptr_null(tp_queue_take(&queue));
    tp_queue_done(&queue, &slow[0], 5000);
    ck_assert_ptr_eq(tp_queue_take(&queue), &slow[2]);
}
END_TEST

Suite *suite_of_module(void)
{
    Suite *suite = suite_create("queue");
    TCase *tc = tcase_create("queue");
    tcase_add_test(tc, queue__without_a_clock_goes_as_they_came);
    tcase_add_test(tc, queue__answers_first_what_is_soon_answered);
    tcase_add_test(tc, queue__leaves_half_of_the_workers_to_what_is_short);
    suite_add_tcase(suite, tc);
    return suite;
}
