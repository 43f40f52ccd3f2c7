#!/bin/sh
# A real Slurm of three nodes on this machine: a sweep there is the local sweep, byte for byte, also when
# a node dies in the middle. Starts and stops daemons of its own.
#   slurm_sweep.sh SOURCE-TREE BINARY [--full]    without --full: 60 points, and no node is killed
set -u
top=$1 turnpool=$(realpath "$2") full=no
[ "${3:-}" = --full ] && full=yes
cd "$top" || exit 1
. tests/style/tap.sh
. tests/cli/lib.sh
. tests/slurm/lib.sh
lacks=$(slurm_lacks)
if [ -n "$lacks" ]; then
    skip slurm__sweep "$lacks (section slurm of tools/apt-packages.txt)"
    finish
fi
cd "$work" || exit 1
export TURNPOOL_TODAY=2026-07-01
city=$top/scenarios/sample-city/baseline.yaml
trap 'slurm_stop; rm -rf "$work" "$tap_log"' EXIT
trap 'exit 130' INT TERM
if ! slurm_start >start.txt; then
    holds slurm__starts <start.txt
    finish
fi
vary='--vary reserve.count=0:5:1 --vary borrow.max_share=0.11:0.2:0.01' points=60
[ "$full" = no ] || vary='--vary reserve.share=0:0.29:0.01 --vary borrow.max_share=0.105:0.2:0.005' points=600
count() { # how many jobs were ever submitted
    scontrol -o show job 2>/dev/null | grep -o 'ArrayJobId=[0-9]*\|^JobId=[0-9]*' | sort -u | wc -l
}

# shellcheck disable=SC2086
(mkdir local && cd local && "$turnpool" sweep "$city" $vary --store local.db --json >local.json 2>/dev/null)

# --- the script is shown, and nothing submitted
# shellcheck disable=SC2086
try sweep "$city" $vary --slurm --dry-run --folder dry --lang en
expect slurm__dry_run 0 ''
says slurm__dry_run_requeues '^#SBATCH --requeue'
says slurm__dry_run_says_what_was_measured "^# $points items in 1 shards; measured"
{ [ "$(count)" -eq 0 ] || squeue; } | holds slurm__dry_run_submits_nothing

# --- the sweep on the cluster; with --full one node dies while it works
# shellcheck disable=SC2086
"$turnpool" sweep "$city" $vary --slurm --tasks 6 --folder job --json --lang en -- --partition=work \
    >cluster.json 2>cluster.err &
sweep=$!
if [ "$full" = yes ]; then
    for _ in $(seq 300); do
        squeue -h -r -t running -w n2 -o %i 2>/dev/null | grep -q . && break
        sleep 0.1
    done
    squeue -h -r -t running -w n2 -o %i >lost.txt 2>/dev/null
    slurm_kill_node 2
    { grep -q . lost.txt || echo "no task was running on n2"; } | holds slurm__a_node_dies_at_work
fi
wait $sweep
code=$?
{ [ "$code" -eq 0 ] || { echo "exit code $code"; cat cluster.err job/merge.txt; tail -n 3 job/log/*; }; } 2>&1 |
    holds slurm__sweep_ends
cmp cluster.json local/local.json 2>&1 | holds slurm__table_is_that_of_the_local_sweep
{ [ "$("$turnpool" store digest --store job/whole.db)" = "$("$turnpool" store digest --store local/local.db)" ] ||
    echo differs; } | holds slurm__digest_is_that_of_the_local_sweep
"$turnpool" merge local/local.db -o local.canon >/dev/null 2>&1
"$turnpool" merge job/whole.db -o job.canon >/dev/null 2>&1
cmp local.canon job.canon 2>&1 | holds slurm__store_is_that_of_the_local_sweep
{ [ "$(find job/parts -name 'part-*.db' | wc -l)" -eq 6 ] || find job/parts; } | holds slurm__six_parts
for number in 1 2 3; do
    grep -qE "_start_job.* NodeList=n$number |Allocate.* NodeList=n$number " "$slurm/log/slurmctld.log" ||
        echo "nothing ran on n$number"
done | holds slurm__all_nodes_took_part
if [ "$full" = yes ]; then
    { grep -qiE 'requeue.*(node|n2)|(n2|node).*requeue|NODE_FAIL' "$slurm/log/slurmctld.log" ||
        tail -n 20 "$slurm/log/slurmctld.log"; } | holds slurm__the_task_of_the_dead_node_was_requeued
    { sinfo -h -t down -o %D | grep -qx 1 || sinfo; } | holds slurm__the_node_is_down
fi

# --- finished work is recognised; what is missing alone is done again
before=$(count)
# shellcheck disable=SC2086
try sweep "$city" $vary --slurm --tasks 6 --folder job --json
cmp "$out" local/local.json 2>&1 | holds slurm__finished_is_shown_at_once
{ [ "$(count)" -eq "$before" ] || squeue; } | holds slurm__finished_is_not_submitted
rm job/whole.db job/parts/part-3.db job/parts/part-5.db
# shellcheck disable=SC2086
try sweep "$city" $vary --slurm --tasks 6 --folder job --json
cmp "$out" local/local.json 2>&1 | holds slurm__missing_parts_are_done_again
grep -c '^#SBATCH --array=3,5$' job/job.sh | grep -vx 1 | holds slurm__missing_parts_alone

# --- other work; a task that never ran is named, and done by the same command again
try run "$city" --store office.db --json
run=$(grep -o '"run": "[0-9a-f]*"' "$out" | head -n 1 | cut -d'"' -f4)
"$turnpool" robust "$run" --draws 30 --store office.db --json >robust.json 2>/dev/null
"$turnpool" robust "$run" --draws 30 --from office.db --slurm --tasks 4 --folder robust --json --lang en -- --hold \
    >held.json 2>held.err &
held=$!
for _ in $(seq 600); do
    [ -s robust/job ] && break
    sleep 0.1
done
read -r array merge <robust/job
scancel "${array}_2"
scontrol release "$array" >/dev/null 2>&1
scontrol release "$merge" >/dev/null 2>&1
wait $held
code=$?
cp held.err "$err"
expect slurm__missing_is_named 8 'of 30 items, 7 are missing: shard 2 of 4|of 30 items, 8 are missing: shard 2 of 4'
try robust "$run" --draws 30 --from office.db --slurm --tasks 4 --folder robust --json
cmp "$out" robust.json 2>&1 | holds slurm__robust_after_a_gap

# --- a list of runs: what the nodes read is what was submitted, whatever becomes of the files
cp -R "$top/scenarios/sample-city" lent
printf 'scenario,set\nlent/baseline.yaml,\nlent/strict.yaml,reserve.count=2\nlent/livelihood.yaml,"reserve.count=1;borrow.max_share=0.15"\n' >list.csv
"$turnpool" batch list.csv --store list.db --json >list.json 2>/dev/null
"$turnpool" batch list.csv --slurm --tasks 2 --folder list --json --lang en -- --hold >listed.json 2>listed.err &
listed=$!
for _ in $(seq 600); do
    [ -s list/job ] && break
    sleep 0.1
done
sed -i 's/^D014,\([^,]*\),\([^,]*\),[0-9]*/D014,\1,\2,1/' lent/data/demands.csv
read -r array merge <list/job
scontrol release "$array" >/dev/null 2>&1
scontrol release "$merge" >/dev/null 2>&1
wait $listed
code=$?
{ [ "$code" -eq 0 ] || { echo "exit code $code"; cat listed.err list/merge.txt; tail -n 3 list/log/*; }; } 2>&1 |
    holds slurm__list_ends
cmp listed.json list.json 2>&1 | holds slurm__list_has_the_table_of_the_local_list
{ [ "$("$turnpool" store digest --store list/whole.db)" = "$("$turnpool" store digest --store list.db)" ] ||
    echo differs; } | holds slurm__list_has_the_digest_of_the_local_list
try batch list.csv --slurm --tasks 2 --folder list --lang en
expect slurm__list_whose_files_changed_is_refused 8 'not what .*list.csv was made of'

# --- Ctrl-C without a terminal leaves the job; at one it asks, and cancels when told to
# shellcheck disable=SC2086
"$turnpool" sweep "$city" $vary --slurm --tasks 5 --folder left --lang en -- --hold >"$out" 2>"$err" &
left=$!
for _ in $(seq 600); do
    [ -s left/job ] && break
    sleep 0.1
done
kill -INT $left
wait $left
{ grep -q 'goes on' "$err" || cat "$err"; } | holds slurm__interrupted_leaves_the_job
read -r array merge <left/job
{ squeue -h -j "$array" -o %i | grep -q . || echo "job $array is gone"; } | holds slurm__job_is_left
if command -v script >/dev/null; then
    # shellcheck disable=SC2086
    (sleep 3; printf '\003'; sleep 2; printf 'y\n'; sleep 1) | script -qec \
        "'$turnpool' sweep '$city' $vary --slurm --tasks 5 --folder left --lang en" /dev/null >typed.txt 2>&1
    { grep -q 'is cancelled' typed.txt || cat typed.txt; } | holds slurm__cancels_when_asked
    squeue -h -j "$array" -t pending,running -o %i 2>/dev/null | holds slurm__cancelled_job_is_gone
else
    scancel "$array" "$merge"
    skip slurm__cancels_when_asked "script is not installed"
fi
try sweep "$city" --vary reserve.count=0,1 --tasks 3 --lang en
expect slurm__options_go_together 2 'tasks goes with --slurm'
try sweep "$city" --vary reserve.count=0,1 --slurm --tasks 3 --folder bad --lang en -- --partition=nowhere
expect slurm__refusal_of_sbatch_is_told 1 'sbatch refused the job.*artition'
finish
