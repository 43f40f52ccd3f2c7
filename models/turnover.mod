# The allocation model of turnpool, one tier at a time.
#
#   turnpool model FILE --tier GOAL --format mod-data -o city.dat
#   glpsol -m turnover.mod -d city.dat
#
# The data section states lines, demands, pools and rules as whole numbers; shares are in millionths,
# so that `div` rounds exactly. Worked out before, because they need dates or names: the age of
# vacancies (idle0, aged), release shares by saturation, denials, expected departures, the value of a
# slot, and which lines and demands a limit or share matches. Everything else is derived here.
# Section numbers in brackets are those of models/README.md.
#
# Where each rule is; a test wants every rule of the registry here, and others hold what is derived and
# what the goals are worth to the program, on random instances.
#   idle                     data: idle0
#   reclaim                  reclaimed, from data: aged
#   categories               data: closed, denied
#   exclude                  data: closed, denied
#   exceptions               data: denied
#   grades                   data: denied, value
#   rectification            data: denied
#   borrow.min_saturation    data: denied
#   borrow.max_vacancy_share data: denied
#   borrow.overstaffed       data: denied
#   findings                 data: denied, unused
#   lent                     data: denied
#   again                    data: denied
#   filed_on                 data: denied
#   own                      own, need, supply, room
#   release                  supply, from data: share; all_eligible
#   release.keep             supply
#   release.above_standard   supply
#   frozen                   usable, supply
#   protect                  data: closed
#   borrowed                 supply
#   borrow.max_share         room
#   cap                      room
#   findings.factor          supply, room, from data: deposits_factor, room_factor
#   tranches                 cut, size
#   sectors                  data: value
#   classes                  data: value
#   loans                    within_room
#   borrow.attrition_cover   covered, room, from data: departures, cover
#   borrow.shortage_of_standard  within_standard, room, data: denied
#   pools                    balance
#   reserve                  keeps_count, keeps_share
#   earmark                  keeps_earmark
#   earmark.where            keeps_mark, from data: MARKS, MARKED
#   limits                   limit
#   shares                   least_deposits, most_deposits, least_loans, most_loans
#   minimum                  minimum_least, borrows_most
#   locks                    lock_deposit_least, lock_deposit_most, lock_loan_least, lock_loan_most
#   horizon                  not here: the model as text is that of one period
#   stays                    not here: likewise

param M := 1000000;
param figures default 0;

# --- lines (unit x category) ------------------------------------------------------- [1]
set LINES;
set POOLS;
param pool{LINES} in POOLS;
param authorised0{LINES};                 # before reclaim
param in_use{LINES};                      # in post + committed
param lent{LINES}; param borrowed{LINES};
param aged{LINES};                        # slots old enough to reclaim; 0 where reclaim does not apply
param reclaim_share default 0;
param idle0{LINES};                       # idle slots before reclaim
param share{LINES};                       # release share of the unit
param keep_share default 0; param keep_count default 0;
param closed{LINES} default 0;            # 1: not poolable, protected or excluded
param cap{LINES} default -1;              # -1: none
param standard{LINES} default -1;         # -1: none
param frozen{LINES} default 0;
param unused{LINES} default 0;            # 1: its demands may not use its own vacancies
param room_factor{LINES} default M; param deposits_factor{LINES} default M;
param above_standard default -1;          # share of what is above the standard; -1: no such rule
param only_short default 0;               # 1: only what is short of the standard is lent
param departures{LINES} default -1;       # expected within the term, and what exceptions need
param busy{LINES} default M;              # saturation; 1 if there is none
param max_share default -1;               # largest borrowed share; -1: none
param all_eligible default 0;

param reclaimed{l in LINES} := (reclaim_share * aged[l]) div M;
param authorised{l in LINES} := authorised0[l] - reclaimed[l];
param usage{l in LINES} := authorised[l] - lent[l] + borrowed[l];            # R
param vacant{l in LINES} := max(0, usage[l] - in_use[l]);                    # V
param usable{l in LINES} := if unused[l] = 1 then 0 else max(0, vacant[l] - frozen[l]);
param idle{l in LINES} := max(0, idle0[l] - reclaimed[l]);                   # I

# --- demands: own slots first ------------------------------------------------------ [2]
set DEMANDS;
param line{DEMANDS} in LINES;
param asked{DEMANDS};
param minimum{DEMANDS} default 0;
param class{DEMANDS};                     # 0 statutory, 1 talent, 2 normal
param filed{DEMANDS};                     # yyyymmdd; 99999999: none, served last
param denied{DEMANDS} default 0;
set LIVE := {d in DEMANDS: denied[d] = 0};

param quantity{l in LINES} := sum{d in LIVE: line[d] = l} asked[d];          # q
param before{d in LIVE} :=
    sum{e in LIVE: line[e] = line[d] and (class[e] < class[d]
        or (class[e] = class[d] and filed[e] < filed[d])
        or (class[e] = class[d] and filed[e] = filed[d] and e < d))} asked[e];
param own{d in LIVE} := max(0, min(asked[d], usable[line[d]] - before[d]));
param need{d in LIVE} := asked[d] - own[d];

# --- supply S and room G ----------------------------------------------------------- [3, 4]
param keep{l in LINES} := (keep_share * authorised[l] + M - 1) div M + keep_count;
param supply{l in LINES} :=
    if closed[l] = 1 or borrowed[l] > 0 or usage[l] < in_use[l] then 0
    else (deposits_factor[l] * max(0, min((share[l] * idle[l]) div M, vacant[l] - keep[l],
        vacant[l] - frozen[l] - quantity[l],
        if above_standard < 0 or standard[l] < 0 then vacant[l]
        else (above_standard * max(0, authorised[l] - standard[l])) div M - lent[l]))) div M;
param wanted{l in LINES} := sum{d in LIVE: line[d] = l} need[d];
param beyond_standard{DEMANDS} default 0; # 1: an exception, it may borrow beyond the standard
param short{l in LINES} := max(0, standard[l] - usage[l]);
param room{l in LINES} := (room_factor[l] * max(0, min(wanted[l],
    if only_short = 0 or standard[l] < 0 then wanted[l]
    else short[l] + sum{d in LIVE: line[d] = l and beyond_standard[d] = 1} need[d],
    if max_share < 0 then wanted[l] else (max_share * authorised[l]) div M - borrowed[l],
    if departures[l] < 0 then wanted[l] else departures[l],
    if cap[l] < 0 then wanted[l] else cap[l] - usage[l]))) div M;
param covered_term{DEMANDS} default 0;    # months of its term; 0: not held to departures
set COVERS within {LINES, 1..1200};       # line and term of some demand on it
param cover{COVERS};                      # departures within the term

# --- tranches ---------------------------------------------------------------------- [5]
param tranches; set TRANCHES := 1..tranches;
param up_to{TRANCHES};
param value{LIVE, TRANCHES};              # millionths per slot
param cut{d in LIVE, t in 0..tranches} := if t = 0 then 0 else (up_to[t] * asked[d] + M - 1) div M;
param size{d in LIVE, t in TRANCHES} := max(0, cut[d, t] - max(cut[d, t - 1], own[d]));

# --- locks ------------------------------------------------------------------------- [8]
param deposit_least{LINES} default 0;
param deposit_most{LINES} default -1;     # -1: no lock
param loan_least{DEMANDS} default 0;
param loan_most{DEMANDS} default -1;
param most{l in LINES} :=
    if deposit_most[l] < 0 then supply[l] else min(supply[l], deposit_most[l]);

# --- pools ------------------------------------------------------------------------- [6]
param opening0{POOLS} default 0;
param earmark{POOLS} default 0;
param reserve_count default 0; param reserve_share default 0;
param opening{p in POOLS} := opening0[p] + sum{l in LINES: pool[l] = p} reclaimed[l];
param reach{p in POOLS} := opening[p] + sum{l in LINES: pool[l] = p} most[l];    # H
set MARKS;                                # sets of earmarks with a filter
param mark_pool{MARKS} in POOLS; param mark_count{MARKS};
set MARKED within {MARKS, DEMANDS};       # whose loans may use them
set ARCS;
param from{ARCS} in POOLS; param to{ARCS} in POOLS; param at_most{ARCS};

# --- limits and shares ------------------------------------------------------------- [7]
set LIMITS;
param measure{LIMITS};                    # 0 deposits, 1 loans, 2 net change, 3 usage
param limit_least{LIMITS} default -1e10;   # beyond any sum of slots
param limit_most{LIMITS} default 1e10;
set LIMIT_LINES within {LIMITS, LINES};
set LIMIT_DEMANDS within {LIMITS, DEMANDS};
set SHARES;
param share_of_deposits{SHARES};          # 1: of deposits, 0: of loans
param share_least{SHARES} default -1;
param share_most{SHARES} default -1;
set SHARE_LINES within {SHARES, LINES};
set SHARE_DEMANDS within {SHARES, DEMANDS};

# --- tiers: goals 1 .. n; those before `tier` are held ----------------------------- [9]
param n; param tier;
param goal{1..n}, symbolic;
param held{1..n} default 0;               # value to keep, concession taken off, in the goal's unit
param held_top{1..n} default 0;           # fair: theta as a fraction
param held_bottom{1..n} default 1;
set ACTIVE := 1..tier;
param uses_touched := sum{i in ACTIVE: goal[i] = 'touched'} 1;
param uses_stability := sum{i in ACTIVE: goal[i] = 'stability'} 1;
set FAIR := {i in ACTIVE: goal[i] = 'fair'};
param group{FAIR, LIVE} default 0;        # group of each demand, by tier
set GROUPS{i in FAIR} := setof{d in LIVE: room[line[d]] > 0} group[i, d];
param deposit_was{LINES} default 0; param loan_was{DEMANDS} default 0;

# --- variables --------------------------------------------------------------------- [5]
var D{l in LINES} >= (if all_eligible = 1 then most[l] else 0),
    <= (if all_eligible = 1 then most[l] else supply[l]), integer;
var y{d in LIVE, t in TRANCHES} >= 0, <= size[d, t], integer;
var z{a in ARCS} >= 0, <= at_most[a], integer;
var s{POOLS} >= 0, integer;
var theta >= 0, <= 1;
set LOTS := {d in LIVE: minimum[d] - own[d] > 1};
var borrows{d in LIVE: uses_touched > 0 or d in LOTS}, binary;
var gives{l in LINES: uses_touched > 0}, binary;
var deposit_gap{l in LINES: uses_stability > 0} >= 0;
var loan_gap{d in LIVE: uses_stability > 0} >= 0;

# --- rows -------------------------------------------------------------------------- [6]
balance{p in POOLS}: s[p] = opening[p] + sum{l in LINES: pool[l] = p} D[l]
    + sum{a in ARCS: to[a] = p} z[a] - sum{a in ARCS: from[a] = p} z[a]
    - sum{d in LIVE, t in TRANCHES: pool[line[d]] = p} y[d, t];
keeps_count{p in POOLS}: s[p] >= min(reserve_count, reach[p]);
keeps_share{p in POOLS: reserve_share > 0}:
    M * s[p] >= reserve_share * (opening[p] + sum{l in LINES: pool[l] = p} D[l]);
keeps_earmark{p in POOLS: earmark[p] > 0}:
    s[p] + sum{d in LIVE, t in TRANCHES: pool[line[d]] = p and class[d] = 1} y[d, t]
    >= min(reserve_count + earmark[p], reach[p]);
keeps_mark{i in MARKS}:
    s[mark_pool[i]] + sum{(i, d) in MARKED, t in TRANCHES: d in LIVE} y[d, t]
    >= min(reserve_count + mark_count[i], reach[mark_pool[i]]);
within_room{l in LINES: quantity[l] > 0}:
    sum{d in LIVE, t in TRANCHES: line[d] = l} y[d, t] <= room[l];
covered{(l, t) in COVERS}:
    0 * theta + sum{d in LIVE, k in TRANCHES:
        line[d] = l and 0 < covered_term[d] and covered_term[d] <= t} y[d, k] <= cover[l, t];
within_standard{l in LINES: only_short = 1 and standard[l] >= 0}:
    0 * theta + sum{d in LIVE, t in TRANCHES: line[d] = l and beyond_standard[d] = 0} y[d, t]
    <= short[l];

# --- limits, shares, minimum, locks ------------------------------------------------ [7, 8]
limit{i in LIMITS}: limit_least[i] <=
    (if measure[i] = 3 then sum{(i, l) in LIMIT_LINES} usage[l] else 0)
    + sum{(i, l) in LIMIT_LINES} (if measure[i] = 0 then D[l] else -D[l])
    + sum{(i, d) in LIMIT_DEMANDS, t in TRANCHES: d in LIVE} y[d, t] <= limit_most[i];
least_deposits{i in SHARES: share_of_deposits[i] = 1 and share_least[i] >= 0}:
    M * sum{(i, l) in SHARE_LINES} D[l] >= share_least[i] * sum{l in LINES} D[l];
most_deposits{i in SHARES: share_of_deposits[i] = 1 and share_most[i] >= 0}:
    M * sum{(i, l) in SHARE_LINES} D[l] <= share_most[i] * sum{l in LINES} D[l];
least_loans{i in SHARES: share_of_deposits[i] = 0 and share_least[i] >= 0}:
    M * sum{(i, d) in SHARE_DEMANDS, t in TRANCHES: d in LIVE} y[d, t]
    >= share_least[i] * sum{d in LIVE, t in TRANCHES} y[d, t];
most_loans{i in SHARES: share_of_deposits[i] = 0 and share_most[i] >= 0}:
    M * sum{(i, d) in SHARE_DEMANDS, t in TRANCHES: d in LIVE} y[d, t]
    <= share_most[i] * sum{d in LIVE, t in TRANCHES} y[d, t];
minimum_least{d in LOTS}: sum{t in TRANCHES} y[d, t] >= (minimum[d] - own[d]) * borrows[d];
borrows_most{d in LIVE: uses_touched > 0 or d in LOTS}:
    sum{t in TRANCHES} y[d, t] <= need[d] * borrows[d];
gives_most{l in LINES: uses_touched > 0}: D[l] <= supply[l] * gives[l];
lock_deposit_least{l in LINES: deposit_least[l] > 0}: D[l] + 0 * theta >= deposit_least[l];
lock_deposit_most{l in LINES: deposit_most[l] >= 0}: D[l] + 0 * theta <= deposit_most[l];
lock_loan_least{d in DEMANDS: loan_least[d] > 0}:
    0 * theta + sum{t in TRANCHES: d in LIVE} y[d, t] >= loan_least[d];
lock_loan_most{d in DEMANDS: loan_most[d] >= 0}:
    0 * theta + sum{t in TRANCHES: d in LIVE} y[d, t] <= loan_most[d];

# --- goals ------------------------------------------------------------------------- [9]
served{i in FAIR, g in GROUPS[i]: i = tier}:
    sum{d in LIVE: room[line[d]] > 0 and group[i, d] = g} (own[d] + sum{t in TRANCHES} y[d, t])
    >= theta * sum{d in LIVE: room[line[d]] > 0 and group[i, d] = g} asked[d];
held_fair{i in FAIR, g in GROUPS[i]: i < tier}:
    sum{d in LIVE: room[line[d]] > 0 and group[i, d] = g} (own[d] + sum{t in TRANCHES} y[d, t])
    >= (held_top[i] * sum{d in LIVE: room[line[d]] > 0 and group[i, d] = g} asked[d]
        + held_bottom[i] - 1) div held_bottom[i];
gap_up{l in LINES: uses_stability > 0}: deposit_gap[l] >= D[l] - deposit_was[l];
gap_down{l in LINES: uses_stability > 0}: deposit_gap[l] >= deposit_was[l] - D[l];
loan_up{d in LIVE: uses_stability > 0}: loan_gap[d] >= sum{t in TRANCHES} y[d, t] - loan_was[d];
loan_down{d in LIVE: uses_stability > 0}: loan_gap[d] >= loan_was[d] - sum{t in TRANCHES} y[d, t];

# Held and optimised goals; half a millionth of tolerance, for values are whole millionths.
held_statutory{i in ACTIVE: i < tier and goal[i] = 'statutory'}:
    sum{d in DEMANDS: class[d] = 0 and denied[d] = 1} asked[d]
    + sum{d in LIVE: class[d] = 0} (need[d] - sum{t in TRANCHES} y[d, t]) <= held[i] + 0.0000005;
held_need{i in ACTIVE: i < tier and goal[i] = 'need'}:
    sum{d in LIVE, t in TRANCHES} value[d, t] / M * y[d, t] >= held[i] - 0.0000005;
held_burden{i in ACTIVE: i < tier and goal[i] = 'burden'}:
    sum{l in LINES} busy[l] / M * D[l] <= held[i] + 0.0000005;
held_transfers{i in ACTIVE: i < tier and goal[i] = 'transfers'}:
    sum{a in ARCS} z[a] <= held[i] + 0.0000005;
held_touched{i in ACTIVE: i < tier and goal[i] = 'touched'}:
    sum{l in LINES} gives[l] + sum{d in LIVE} borrows[d] <= held[i] + 0.0000005;
held_stability{i in ACTIVE: i < tier and goal[i] = 'stability'}:
    sum{l in LINES} deposit_gap[l] + sum{d in LIVE} loan_gap[d]
    + sum{d in DEMANDS: denied[d] = 1} loan_was[d] <= held[i] + 0.0000005;

# What the goal is worth before anything moves; printed figures of GLPK leave constants out.
param fixed :=
    (if goal[tier] = 'statutory' then sum{d in DEMANDS: class[d] = 0 and denied[d] = 1} asked[d]
        + sum{d in LIVE: class[d] = 0} need[d])
    + (if goal[tier] = 'stability' then sum{d in DEMANDS: denied[d] = 1} loan_was[d]);

minimize wanted_goal:
    - (if goal[tier] = 'statutory' then sum{d in LIVE, t in TRANCHES: class[d] = 0} y[d, t])
    - (if goal[tier] = 'need' then sum{d in LIVE, t in TRANCHES} value[d, t] / M * y[d, t])
    - (if goal[tier] = 'fair' then theta)
    + (if goal[tier] = 'burden' then sum{l in LINES} busy[l] / M * D[l])
    + (if goal[tier] = 'transfers' then sum{a in ARCS} z[a])
    + (if goal[tier] = 'touched' then sum{l in LINES} gives[l] + sum{d in LIVE} borrows[d])
    + (if goal[tier] = 'stability' then sum{l in LINES} deposit_gap[l] + sum{d in LIVE} loan_gap[d]);

solve;
# With `param figures := 1;` in the data: what was derived, to be held against the program.
printf{l in LINES: figures > 0} "line %d %d %d %d %d\n",
    l, supply[l], most[l], room[l], reclaimed[l];
printf{d in LIVE: figures > 0} "demand %d %d %d\n", d, own[d], need[d];
printf{p in POOLS: figures > 0} "pool %d %d %d\n", p, opening[p], reach[p];
printf "tier %s %.6f\n", goal[tier],
    fixed + (if goal[tier] = 'need' or goal[tier] = 'fair' then -1 else 1) * wanted_goal;
end;
