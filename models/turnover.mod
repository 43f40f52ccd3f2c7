# The allocation model of turnpool, one tier at a time.
#
#   turnpool model FILE --tier GOAL --format mod-data -o city.dat
#   glpsol -m turnover.mod -d city.dat
#
# The data section states lines, demands, pools and rules as whole numbers; shares are in millionths,
# so that `div` rounds exactly. Worked out before, because they need dates or names: the age of
# vacancies (idle0, aged), release shares by saturation, denials, expected departures, the value of a
# slot, who is in post in each period, what its decisions weigh, and which lines and demands a limit
# or share matches. Everything else is derived here. The last index of whatever may differ between
# periods is the period; a scenario without a horizon has one.
# Section numbers in brackets are those of models/README.md.
#
# Where each rule is; a test wants every rule of the registry here, and others hold what is derived and
# what the goals are worth to the program, on random instances.
#   reorganise               authorised0, opening, from data: stated, SHIFTS
#   expiry                   borrowed, opening, from data: ended
#   use_period               data: covered_term, COVERS, departures
#   evaluation               data: share, value, denied
#   evaluation.trend         data: share, denied, busy
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
#   windows                  data: denied
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
#   pools.conversions        ARCS, CONVERSIONS
#   moves                    moved_out, moved_in, moved_over, moved_vacant
#   reserve                  keeps_count, keeps_share
#   earmark                  keeps_earmark
#   earmark.where            keeps_mark, from data: MARKS, MARKED
#   limits                   limit
#   shares                   least_deposits, most_deposits, least_loans, most_loans
#   minimum                  minimum_least, borrows_most
#   filing                   filed_within
#   locks                    lock_deposit_least, lock_deposit_most, lock_loan_least, lock_loan_most
#   horizon                  borrowed, live, from data: periods, weight, kept, denied
#   stays                    stays, balance

param M := 1000000;
param figures default 0;

# --- periods ---------------------------------------------------------------------- [11]
param periods default 1; set PERIODS := 1..periods;
param weight{PERIODS} default M;

# --- lines (unit x category) ------------------------------------------------------- [1]
set LINES;
set POOLS;
param pool{LINES} in POOLS;
param lent{LINES}; param borrowed0{LINES};   # as the data state them
param kept{LINES} default 0;              # running loans that do not go back
param stated{LINES, PERIODS};             # authorised before any reorganisation; before reclaim in the
                                          # first period, after it in later ones
param in_use{LINES, PERIODS};             # in post + committed
param aged{LINES, PERIODS};               # slots old enough to reclaim; 0 where reclaim does not apply
param reclaim_share default 0;
param idle0{LINES, PERIODS};              # idle slots before reclaim
param share{LINES, PERIODS};              # release share of the unit
param keep_share default 0; param keep_count default 0;
param closed{LINES, PERIODS} default 0;   # 1: not poolable, protected or excluded
param cap{LINES, PERIODS} default -1;     # -1: none
param standard{LINES, PERIODS} default -1;  # -1: none
param frozen{LINES, PERIODS} default 0;
param unused{LINES, PERIODS} default 0;   # 1: its demands may not use its own vacancies
param room_factor{LINES, PERIODS} default M; param deposits_factor{LINES, PERIODS} default M;
param above_standard default -1;          # share of what is above the standard; -1: no such rule
param only_short default 0;               # 1: only what is short of the standard is lent
param departures{LINES, PERIODS} default -1;  # expected within the term, and what exceptions need
param busy{LINES, PERIODS} default M;     # saturation; 1 if there is none
param max_share default -1;               # largest borrowed share; -1: none
param all_eligible default 0;

# --- reorganisation: nothing else but what the lines own changes here --------------- [12]
set SHIFTS;                               # slots that change hands, in their order
param shift_item{SHIFTS}; param shift_slots{SHIFTS};
param shift_from{SHIFTS} in LINES;
param shift_to{SHIFTS};                   # a line; 0: the pool of the line they come from
param shifted{l in LINES} := sum{s in SHIFTS: shift_to[s] = l} shift_slots[s]
    - sum{s in SHIFTS: shift_from[s] = l} shift_slots[s];
param authorised0{l in LINES, t in PERIODS} := stated[l, t] + shifted[l];

param reclaimed{l in LINES} := (reclaim_share * aged[l, 1]) div M;
param authorised{l in LINES, t in PERIODS} :=
    authorised0[l, t] - (if t = 1 then reclaimed[l] else 0);
# Loans that end at their expiry go back at once as far as the line has vacancies.       [13]
param ended{LINES, PERIODS} default 0;
param given_back{l in LINES} := min(ended[l, 1],
    max(0, authorised0[l, 1] - lent[l] + borrowed0[l] - in_use[l, 1]));
# What falls free first repays, whether due or not.
param borrowed{l in LINES, t in PERIODS} :=
    if t = 1 then borrowed0[l] - given_back[l]
    else borrowed[l, t - 1] - max(0, min(borrowed[l, t - 1] - kept[l],
        max(0, authorised[l, t] - lent[l] + borrowed[l, t - 1] - in_use[l, t])
        - max(0, authorised[l, t - 1] - lent[l] + borrowed[l, t - 1] - in_use[l, t - 1])));
param usage{l in LINES, t in PERIODS} := authorised[l, t] - lent[l] + borrowed[l, t];  # R
param vacant{l in LINES, t in PERIODS} := max(0, usage[l, t] - in_use[l, t]);          # V
param usable{l in LINES, t in PERIODS} :=
    if unused[l, t] = 1 then 0 else max(0, vacant[l, t] - frozen[l, t]);
param idle{l in LINES, t in PERIODS} :=
    max(0, idle0[l, t] - (if t = 1 then reclaimed[l] else 0));                         # I

# --- demands: own slots first ------------------------------------------------------ [2]
set DEMANDS;
param line{DEMANDS} in LINES;
param asked{DEMANDS};
param minimum{DEMANDS} default 0;
param class{DEMANDS};                     # 0 statutory, 1 talent, 2 normal
param filed{DEMANDS};                     # yyyymmdd; 99999999: none, served last
param denied{DEMANDS, PERIODS} default 0; # by the gates of the day
set OF{l in LINES} := setof{d in DEMANDS: line[d] = l} d;

# Once live a demand stays so; denied later it keeps what it has and gets no more.
param live{d in DEMANDS, t in PERIODS} :=
    if denied[d, t] = 0 then 1 else if t > 1 then live[d, t - 1] else 0;
set LIVE dimen 2 := setof{d in DEMANDS, t in PERIODS: live[d, t] = 1} (d, t);

param quantity{l in LINES} := sum{d in OF[l]: live[d, periods] = 1} asked[d];   # q
# What it had stays; what the line's vacancies newly offer goes by turn to whoever is not denied.
param own{d in DEMANDS, t in PERIODS} :=
    if live[d, t] = 0 then 0
    else if denied[d, t] = 1 then own[d, t - 1]
    else (if t > 1 then own[d, t - 1] else 0)
        + max(0, min(asked[d] - (if t > 1 then own[d, t - 1] else 0),
            usable[line[d], t]
            - sum{e in OF[line[d]]: t > 1} own[e, t - 1]
            - sum{e in OF[line[d]]: denied[e, t] = 0 and (class[e] < class[d]
                or (class[e] = class[d] and filed[e] < filed[d])
                or (class[e] = class[d] and filed[e] = filed[d] and e < d))}
                (asked[e] - (if t > 1 then own[e, t - 1] else 0))));
param need{(d, t) in LIVE} := asked[d] - own[d, t];

# --- supply S and room G ----------------------------------------------------------- [3, 4]
param keep{l in LINES, t in PERIODS} :=
    (keep_share * authorised[l, t] + M - 1) div M + keep_count;
param supply{l in LINES, t in PERIODS} :=
    if closed[l, t] = 1 or borrowed[l, t] > 0 or usage[l, t] < in_use[l, t] then 0
    else (deposits_factor[l, t] * max(0, min((share[l, t] * idle[l, t]) div M,
        vacant[l, t] - keep[l, t], vacant[l, t] - frozen[l, t] - quantity[l],
        if above_standard < 0 or standard[l, t] < 0 then vacant[l, t]
        else (above_standard * max(0, authorised[l, t] - standard[l, t])) div M - lent[l]))) div M;
param wanted{l in LINES, t in PERIODS} := sum{d in OF[l]: live[d, t] = 1} need[d, t];
param beyond_standard{DEMANDS, PERIODS} default 0;  # 1: an exception, may borrow beyond the standard
param short{l in LINES, t in PERIODS} := max(0, standard[l, t] - usage[l, t]);
param room{l in LINES, t in PERIODS} := (room_factor[l, t] * max(0, min(wanted[l, t],
    if only_short = 0 or standard[l, t] < 0 then wanted[l, t]
    else short[l, t]
        + sum{d in OF[l]: live[d, t] = 1 and beyond_standard[d, t] = 1} need[d, t],
    if max_share < 0 then wanted[l, t] else (max_share * authorised[l, t]) div M - borrowed[l, t],
    if departures[l, t] < 0 then wanted[l, t] else departures[l, t],
    if cap[l, t] < 0 then wanted[l, t] else cap[l, t] - usage[l, t]))) div M;
param covered_term{DEMANDS, PERIODS} default 0;  # months of its term; 0: not held to departures
set COVERS within {LINES, 1..1200, PERIODS};     # line and term of some demand on it
param cover{COVERS};                      # departures within the term

# Whose loans may move, and what a demand may get on top of the period before.
set LENT dimen 2 := setof{(d, t) in LIVE: need[d, t] > 0 and room[line[d], t] > 0} (d, t);
set GRANTS dimen 2 := setof{(d, t) in LIVE: t > 1 and ((d, t) in LENT or (d, t - 1) in LENT)} (d, t);

# --- tranches ---------------------------------------------------------------------- [5]
param tranches; set TRANCHES := 1..tranches;
param up_to{TRANCHES};
param value{LIVE, TRANCHES};              # millionths per slot
param cut{d in DEMANDS, k in 0..tranches} := if k = 0 then 0 else (up_to[k] * asked[d] + M - 1) div M;
param size{(d, t) in LIVE, k in TRANCHES} := max(0, cut[d, k] - max(cut[d, k - 1], own[d, t]));

# --- locks ------------------------------------------------------------------------- [8]
param deposit_least{LINES, PERIODS} default 0;
param deposit_most{LINES, PERIODS} default -1;   # -1: no lock
param loan_least{DEMANDS, PERIODS} default 0;
param loan_most{DEMANDS, PERIODS} default -1;
param most{l in LINES, t in PERIODS} :=
    if deposit_most[l, t] < 0 then supply[l, t] else min(supply[l, t], deposit_most[l, t]);

# --- pools ------------------------------------------------------------------------- [6]
param opening0{POOLS} default 0;
param earmark{POOLS} default 0;
param reserve_count default 0; param reserve_share default 0;
param opening{p in POOLS, t in PERIODS} := opening0[p]
    + sum{l in LINES: pool[l] = p} (reclaimed[l] + borrowed0[l] - borrowed[l, t])
    + sum{s in SHIFTS: shift_to[s] = 0 and pool[shift_from[s]] = p} shift_slots[s];
param reach{p in POOLS, t in PERIODS} :=
    opening[p, t] + sum{l in LINES: pool[l] = p} most[l, t];                    # H
set MARKS;                                # sets of earmarks with a filter
param mark_period{MARKS} in PERIODS; param mark_pool{MARKS} in POOLS; param mark_count{MARKS};
set MARKED within {MARKS, DEMANDS};       # whose loans may use them
set ARCS;
param from{ARCS} in POOLS; param to{ARCS} in POOLS; param at_most{ARCS, PERIODS};
set CONVERSIONS within ARCS;              # between pools of two categories

# --- moves of people, of one period ------------------------------------------------ [8]
set MOVES;
param move_most{MOVES};
set MOVE_OUT within {MOVES, LINES};       # who may leave
set MOVE_IN within {MOVES, LINES};        # whose vacancies may be taken
param over{l in LINES} := max(0, in_use[l, 1] - usage[l, 1]);                          # X

# --- limits and shares ------------------------------------------------------------- [7]
set LIMITS;
param measure{LIMITS};                    # 0 deposits, 1 loans, 2 net change, 3 usage, 4 intake,
                                          # 5 usage without what is borrowed
param limit_period{LIMITS} default 0;     # the only one it holds in; 0: in all
param limit_least{LIMITS} default -1e10;   # beyond any sum of slots
param limit_most{LIMITS} default 1e10;
set LIMIT_LINES within {LIMITS, LINES, PERIODS};
set LIMIT_DEMANDS within {LIMITS, DEMANDS, PERIODS};
set FILINGS;                              # totals of systems that nothing goes beyond    [15]
param filing_left{FILINGS};
set FILING_DEMANDS within {FILINGS, DEMANDS};
set SHARES;
param share_of_deposits{SHARES};          # 1: of deposits, 0: of loans
param share_least{SHARES} default -1;
param share_most{SHARES} default -1;
set SHARE_LINES within {SHARES, LINES, PERIODS};
set SHARE_DEMANDS within {SHARES, DEMANDS, PERIODS};

# --- tiers: goals 1 .. n; those before `tier` are held ----------------------------- [9]
param n; param tier;
param goal{1..n}, symbolic;
param held{1..n} default 0;               # value to keep, concession taken off, in the goal's unit
param held_top{1..n} default 0;           # fair: theta as a fraction
param held_bottom{1..n} default 1;
set ACTIVE := 1..tier;
param uses_touched := sum{i in ACTIVE: goal[i] = 'touched'} 1;
param uses_stability := sum{i in ACTIVE: goal[i] = 'stability'} 1;
param uses_calm := sum{i in ACTIVE: goal[i] = 'calm'} 1;
set FAIR := {i in ACTIVE: goal[i] = 'fair'};
param group{FAIR, DEMANDS} default 0;     # group of each demand, by tier
set GROUPS{i in FAIR} := setof{(d, t) in LIVE: room[line[d], t] > 0} group[i, d];
param deposit_was{LINES} default 0; param loan_was{DEMANDS} default 0;
# A weight of a goal in a period, rounded half up to millionths.
param worth{(d, t) in LIVE, k in TRANCHES} :=
    if weight[t] = M then value[d, t, k] else (weight[t] * value[d, t, k] + M / 2) div M;
param strain{l in LINES, t in PERIODS} :=
    if weight[t] = M then busy[l, t] else (weight[t] * busy[l, t] + M / 2) div M;

# --- variables --------------------------------------------------------------------- [5]
var D{l in LINES, t in PERIODS} >= (if all_eligible = 1 then most[l, t] else 0),
    <= (if all_eligible = 1 then most[l, t] else supply[l, t]), integer;
var y{(d, t) in LIVE, k in TRANCHES} >= 0, <= size[d, t, k], integer;
var leaves{(i, l) in MOVE_OUT} >= 0, <= over[l], integer;
var enters{(i, l) in MOVE_IN} >= 0, <= usable[l, 1], integer;
var moved{i in MOVES} >= 0, <= move_most[i], integer;
var given{(d, t) in GRANTS} >= 0, <= (if denied[d, t] = 1 then 0 else asked[d]), integer;
var z{a in ARCS, t in PERIODS} >= 0, <= at_most[a, t], integer;
var s{POOLS, PERIODS} >= 0, integer;
var theta >= 0, <= 1;
set LOTS dimen 2 := setof{(d, t) in LIVE: minimum[d] - own[d, t] > 1} (d, t);
var borrows{LOTS}, binary;
# Does it borrow in any period? With one period the switch of its minimum says so.
set TAKES := {d in DEMANDS: uses_touched > 0 and live[d, periods] = 1
    and (periods > 1 or (d, 1) not in LOTS)};
var takes{TAKES}, binary;
var gives{l in LINES: uses_touched > 0}, binary;
var deposit_gap{l in LINES: uses_stability > 0} >= 0;
var loan_gap{(d, t) in LIVE: t = 1 and uses_stability > 0} >= 0;
var change{l in LINES, t in PERIODS: t > 1 and uses_calm > 0} >= 0;

# --- rows -------------------------------------------------------------------------- [6, 11]
# A later balance goes on from the one before: what is given on top is what own slots do not take.
balance{p in POOLS, t in PERIODS}: s[p, t] = opening[p, t]
    + sum{u in PERIODS: u = t - 1} (s[p, u] - opening[p, u])
    + sum{l in LINES: pool[l] = p} (D[l, t] - sum{u in PERIODS: u = t - 1} D[l, u])
    + sum{a in ARCS: to[a] = p} (z[a, t] - sum{u in PERIODS: u = t - 1} z[a, u])
    - sum{a in ARCS: from[a] = p} (z[a, t] - sum{u in PERIODS: u = t - 1} z[a, u])
    - sum{(d, t) in LIVE, k in TRANCHES: t = 1 and pool[line[d]] = p} y[d, t, k]
    - sum{(d, t) in GRANTS: pool[line[d]] = p} (given[d, t] - own[d, t] + own[d, t - 1]);
# What is given stays: a loan goes back exactly as own slots take over.
stays{(d, t) in GRANTS}: given[d, t]
    + sum{u in PERIODS, k in TRANCHES: u = t - 1 and live[d, u] = 1} y[d, u, k]
    - sum{k in TRANCHES} y[d, t, k] = own[d, t] - own[d, t - 1];
keeps_count{p in POOLS, t in PERIODS}: s[p, t] >= min(reserve_count, reach[p, t]);
keeps_share{p in POOLS, t in PERIODS: reserve_share > 0}:
    M * s[p, t] >= reserve_share * (opening[p, t] + sum{l in LINES: pool[l] = p} D[l, t]);
keeps_earmark{p in POOLS, t in PERIODS: earmark[p] > 0}:
    s[p, t] + sum{(d, t) in LIVE, k in TRANCHES: pool[line[d]] = p and class[d] = 1} y[d, t, k]
    >= min(reserve_count + earmark[p], reach[p, t]);
keeps_mark{i in MARKS}:
    s[mark_pool[i], mark_period[i]]
    + sum{(i, d) in MARKED, k in TRANCHES: live[d, mark_period[i]] = 1} y[d, mark_period[i], k]
    >= min(reserve_count + mark_count[i], reach[mark_pool[i], mark_period[i]]);
within_room{l in LINES, t in PERIODS: quantity[l] > 0}:
    0 * theta + sum{d in OF[l], k in TRANCHES: live[d, t] = 1} y[d, t, k] <= room[l, t];
covered{(l, m, t) in COVERS}:
    0 * theta + sum{d in OF[l], k in TRANCHES:
        live[d, t] = 1 and 0 < covered_term[d, t] and covered_term[d, t] <= m} y[d, t, k]
    <= cover[l, m, t];
within_standard{l in LINES, t in PERIODS: only_short = 1 and standard[l, t] >= 0}:
    0 * theta + sum{d in OF[l], k in TRANCHES: live[d, t] = 1 and beyond_standard[d, t] = 0}
    y[d, t, k] <= short[l, t];

# --- limits, shares, minimum, locks ------------------------------------------------ [7, 8]
limit{i in LIMITS, t in PERIODS: limit_period[i] = 0 or limit_period[i] = t}: limit_least[i] <=
    0 * theta + (if measure[i] = 3 then sum{(i, l, t) in LIMIT_LINES} usage[l, t] else 0)
    + (if measure[i] = 5 then sum{(i, l, t) in LIMIT_LINES} (usage[l, t] - borrowed[l, t]) else 0)
    + sum{(i, l, t) in LIMIT_LINES} (if measure[i] = 0 then D[l, t] else -D[l, t])
    + sum{(i, d, t) in LIMIT_DEMANDS, k in TRANCHES:
        (measure[i] < 4 or t = 1) and live[d, t] = 1} y[d, t, k]
    + sum{(i, d, t) in LIMIT_DEMANDS: measure[i] = 4 and (d, t) not in GRANTS}
        (own[d, t] - (if t > 1 then own[d, t - 1] else 0))
    + sum{(i, d, t) in LIMIT_DEMANDS: measure[i] = 4 and (d, t) in GRANTS} given[d, t]
    <= limit_most[i];
filed_within{i in FILINGS}: 0 * theta
    + sum{(i, d) in FILING_DEMANDS, k in TRANCHES: live[d, 1] = 1} y[d, 1, k] <= filing_left[i];
least_deposits{i in SHARES, t in PERIODS: share_of_deposits[i] = 1 and share_least[i] >= 0}:
    M * sum{(i, l, t) in SHARE_LINES} D[l, t] >= share_least[i] * sum{l in LINES} D[l, t];
most_deposits{i in SHARES, t in PERIODS: share_of_deposits[i] = 1 and share_most[i] >= 0}:
    M * sum{(i, l, t) in SHARE_LINES} D[l, t] <= share_most[i] * sum{l in LINES} D[l, t];
least_loans{i in SHARES, t in PERIODS: share_of_deposits[i] = 0 and share_least[i] >= 0}:
    0 * theta + M * sum{(i, d, t) in SHARE_DEMANDS, k in TRANCHES: live[d, t] = 1} y[d, t, k]
    >= share_least[i] * sum{(d, t) in LIVE, k in TRANCHES} y[d, t, k];
most_loans{i in SHARES, t in PERIODS: share_of_deposits[i] = 0 and share_most[i] >= 0}:
    0 * theta + M * sum{(i, d, t) in SHARE_DEMANDS, k in TRANCHES: live[d, t] = 1} y[d, t, k]
    <= share_most[i] * sum{(d, t) in LIVE, k in TRANCHES} y[d, t, k];
moved_out{i in MOVES}: sum{(i, l) in MOVE_OUT} leaves[i, l] - moved[i] = 0;
moved_in{i in MOVES}: moved[i] - sum{(i, l) in MOVE_IN} enters[i, l] = 0;
moved_over{l in LINES: sum{(i, l) in MOVE_OUT} 1 > 1}:
    sum{(i, l) in MOVE_OUT} leaves[i, l] <= over[l];
moved_vacant{l in LINES: sum{(i, l) in MOVE_IN} 1 > 1
    or (sum{(i, l) in MOVE_IN} 1 > 0 and supply[l, 1] > 0)}:
    sum{(i, l) in MOVE_IN} enters[i, l] + D[l, 1] <= usable[l, 1];
minimum_least{(d, t) in LOTS}:
    sum{k in TRANCHES} y[d, t, k] >= (minimum[d] - own[d, t]) * borrows[d, t];
borrows_most{(d, t) in LOTS}: sum{k in TRANCHES} y[d, t, k] <= need[d, t] * borrows[d, t];
takes_most{d in TAKES, t in PERIODS: live[d, t] = 1}:
    sum{k in TRANCHES} y[d, t, k] <= need[d, t] * takes[d];
gives_most{l in LINES, t in PERIODS: uses_touched > 0}: D[l, t] <= supply[l, t] * gives[l];
lock_deposit_least{l in LINES, t in PERIODS: deposit_least[l, t] > 0}:
    D[l, t] + 0 * theta >= deposit_least[l, t];
lock_deposit_most{l in LINES, t in PERIODS: deposit_most[l, t] >= 0}:
    D[l, t] + 0 * theta <= deposit_most[l, t];
lock_loan_least{d in DEMANDS, t in PERIODS: loan_least[d, t] > 0}:
    0 * theta + sum{k in TRANCHES: live[d, t] = 1} y[d, t, k] >= loan_least[d, t];
lock_loan_most{d in DEMANDS, t in PERIODS: loan_most[d, t] >= 0}:
    0 * theta + sum{k in TRANCHES: live[d, t] = 1} y[d, t, k] <= loan_most[d, t];

# --- goals ------------------------------------------------------------------------- [9]
served{i in FAIR, g in GROUPS[i]: i = tier}:
    sum{(d, t) in LIVE: room[line[d], t] > 0 and group[i, d] = g}
        (own[d, t] + sum{k in TRANCHES} y[d, t, k])
    >= theta * sum{(d, t) in LIVE: room[line[d], t] > 0 and group[i, d] = g} asked[d];
held_fair{i in FAIR, g in GROUPS[i]: i < tier}:
    sum{(d, t) in LIVE: room[line[d], t] > 0 and group[i, d] = g}
        (own[d, t] + sum{k in TRANCHES} y[d, t, k])
    >= (held_top[i] * sum{(d, t) in LIVE: room[line[d], t] > 0 and group[i, d] = g} asked[d]
        + held_bottom[i] - 1) div held_bottom[i];
gap_up{l in LINES: uses_stability > 0}: deposit_gap[l] >= D[l, 1] - deposit_was[l];
gap_down{l in LINES: uses_stability > 0}: deposit_gap[l] >= deposit_was[l] - D[l, 1];
loan_up{(d, t) in LIVE: t = 1 and uses_stability > 0}:
    loan_gap[d, t] >= sum{k in TRANCHES} y[d, t, k] - loan_was[d];
loan_down{(d, t) in LIVE: t = 1 and uses_stability > 0}:
    loan_gap[d, t] >= loan_was[d] - sum{k in TRANCHES} y[d, t, k];
change_up{l in LINES, t in PERIODS: t > 1 and uses_calm > 0}:
    change[l, t] >= D[l, t] - D[l, t - 1];
change_down{l in LINES, t in PERIODS: t > 1 and uses_calm > 0}:
    change[l, t] >= D[l, t - 1] - D[l, t];

# Held and optimised goals; half a millionth of tolerance, for values are whole millionths.
held_statutory{i in ACTIVE: i < tier and goal[i] = 'statutory'}:
    sum{d in DEMANDS, t in PERIODS: class[d] = 0 and live[d, t] = 0} weight[t] / M * asked[d]
    + sum{(d, t) in LIVE: class[d] = 0}
        weight[t] / M * (need[d, t] - sum{k in TRANCHES} y[d, t, k]) <= held[i] + 0.0000005;
held_need{i in ACTIVE: i < tier and goal[i] = 'need'}:
    sum{(d, t) in LIVE, k in TRANCHES} worth[d, t, k] / M * y[d, t, k] >= held[i] - 0.0000005;
held_burden{i in ACTIVE: i < tier and goal[i] = 'burden'}:
    sum{l in LINES, t in PERIODS} strain[l, t] / M * D[l, t] <= held[i] + 0.0000005;
held_transfers{i in ACTIVE: i < tier and goal[i] = 'transfers'}:
    sum{a in ARCS diff CONVERSIONS, t in PERIODS} weight[t] / M * z[a, t] <= held[i] + 0.0000005;
held_conversions{i in ACTIVE: i < tier and goal[i] = 'conversions'}:
    sum{a in CONVERSIONS, t in PERIODS} weight[t] / M * z[a, t] <= held[i] + 0.0000005;
held_overstaffed{i in ACTIVE: i < tier and goal[i] = 'overstaffed'}:
    sum{l in LINES} over[l] - sum{k in MOVES} moved[k] <= held[i] + 0.0000005;
held_touched{i in ACTIVE: i < tier and goal[i] = 'touched'}:
    sum{l in LINES} gives[l] + sum{d in TAKES} takes[d]
    + sum{(d, t) in LOTS: periods = 1} borrows[d, t] <= held[i] + 0.0000005;
held_stability{i in ACTIVE: i < tier and goal[i] = 'stability'}:
    sum{l in LINES} deposit_gap[l] + sum{(d, t) in LIVE: t = 1} loan_gap[d, t]
    + sum{d in DEMANDS: live[d, 1] = 0} loan_was[d] <= held[i] + 0.0000005;
held_calm{i in ACTIVE: i < tier and goal[i] = 'calm'}:
    0 * theta + sum{l in LINES, t in PERIODS: t > 1} change[l, t] <= held[i] + 0.0000005;

# What the goal is worth before anything moves; printed figures of GLPK leave constants out.
param fixed :=
    (if goal[tier] = 'statutory' then
        sum{d in DEMANDS, t in PERIODS: class[d] = 0 and live[d, t] = 0} weight[t] / M * asked[d]
        + sum{(d, t) in LIVE: class[d] = 0} weight[t] / M * need[d, t])
    + (if goal[tier] = 'stability' then sum{d in DEMANDS: live[d, 1] = 0} loan_was[d])
    + (if goal[tier] = 'overstaffed' then sum{l in LINES} over[l]);

minimize wanted_goal:
    - (if goal[tier] = 'statutory' then
        sum{(d, t) in LIVE, k in TRANCHES: class[d] = 0} weight[t] / M * y[d, t, k])
    - (if goal[tier] = 'need' then
        sum{(d, t) in LIVE, k in TRANCHES} worth[d, t, k] / M * y[d, t, k])
    - (if goal[tier] = 'fair' then theta)
    - (if goal[tier] = 'overstaffed' then sum{k in MOVES} moved[k])
    + (if goal[tier] = 'burden' then
        sum{l in LINES, t in PERIODS} strain[l, t] / M * D[l, t])
    + (if goal[tier] = 'transfers' then
        sum{a in ARCS diff CONVERSIONS, t in PERIODS} weight[t] / M * z[a, t])
    + (if goal[tier] = 'conversions' then
        sum{a in CONVERSIONS, t in PERIODS} weight[t] / M * z[a, t])
    + (if goal[tier] = 'touched' then sum{l in LINES} gives[l] + sum{d in TAKES} takes[d]
        + sum{(d, t) in LOTS: periods = 1} borrows[d, t])
    + (if goal[tier] = 'stability' then
        sum{l in LINES} deposit_gap[l] + sum{(d, t) in LIVE: t = 1} loan_gap[d, t])
    + (if goal[tier] = 'calm' then sum{l in LINES, t in PERIODS: t > 1} change[l, t]);

solve;
# With `param figures := 1;` in the data: what was derived, to be held against the program.
printf{l in LINES, t in PERIODS: figures > 0} "line %d %d %d %d %d %d %d\n",
    l, t, supply[l, t], most[l, t], room[l, t], reclaimed[l], borrowed[l, t];
printf{(d, t) in LIVE: figures > 0} "demand %d %d %d %d\n", d, t, own[d, t], need[d, t];
printf{p in POOLS, t in PERIODS: figures > 0} "pool %d %d %d %d\n", p, t, opening[p, t], reach[p, t];
printf "tier %s %.6f\n", goal[tier],
    fixed + (if goal[tier] = 'need' or goal[tier] = 'fair' then -1 else 1) * wanted_goal;
end;
