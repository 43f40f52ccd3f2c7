# A Slurm of three nodes on this machine, of its own: keys, sockets, ports and state in $slurm.
# shellcheck shell=sh
# Variables: $work a scratch directory. slurm_start sets and exports SLURM_CONF; slurm_stop ends what
# slurm_start began, and nothing else.
slurm=$work/slurm
slurm_pids=

# What is missing for it on this machine; nothing: all is there.
slurm_lacks() {
    for program in munged slurmctld slurmd sbatch; do
        command -v $program >/dev/null 2>&1 || { echo "$program is not installed"; return; }
    done
    [ "$(id -u)" -eq 0 ] || echo "slurmd wants to be root"
}

slurm_port() { # a port that nothing listens on, and the three after it neither
    port=17000
    while [ "$port" -lt 30000 ]; do
        busy=no
        for offset in 0 1 2 3; do
            hex=$(printf '%04X' $((port + offset)))
            cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep -q ":$hex .* 0A " && busy=yes
        done
        [ "$busy" = yes ] || break
        port=$((port + 10))
    done
    echo "$port"
}

slurm_node() { # slurm_node NUMBER: starts its slurmd; the process stays in the foreground of its shell
    slurmd -D -N "n$1" -f "$SLURM_CONF" >"$slurm/slurmd-n$1.out" 2>&1 &
    eval "slurm_node_$1=\$!"
    slurm_pids="$slurm_pids $!"
}

slurm_start() {
    mkdir -p "$slurm/state" "$slurm/spool" "$slurm/log"
    chmod 700 "$slurm"
    head -c 128 /dev/urandom >"$slurm/munge.key"
    chmod 400 "$slurm/munge.key"
    port=$(slurm_port)
    host=$(hostname -s)
    cat >"$slurm/slurm.conf" <<CONF
ClusterName=turnpooltest
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$port
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$slurm/munge.socket,cred_expire=10
CryptoType=crypto/munge
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/linear
SchedulerType=sched/builtin
SchedulerParameters=sched_interval=1
ReturnToService=2
SlurmctldPidFile=$slurm/slurmctld.pid
SlurmdPidFile=$slurm/slurmd-%n.pid
SlurmdSpoolDir=$slurm/spool/%n
StateSaveLocation=$slurm/state
SlurmctldLogFile=$slurm/log/slurmctld.log
SlurmdLogFile=$slurm/log/slurmd-%n.log
SlurmdTimeout=10
SlurmctldTimeout=10
MessageTimeout=5
InactiveLimit=0
MinJobAge=300
KillWait=2
MaxArraySize=64
SlurmdParameters=config_overrides
NodeName=n[1-3] NodeHostname=$host NodeAddr=127.0.0.1 Port=[$((port + 1))-$((port + 3))] CPUs=1 RealMemory=1000
PartitionName=work Nodes=n[1-3] Default=YES MaxTime=INFINITE State=UP
CONF
    export SLURM_CONF="$slurm/slurm.conf"
    munged --foreground --force --key-file="$slurm/munge.key" --socket="$slurm/munge.socket" \
        --pid-file="$slurm/munged.pid" --log-file="$slurm/log/munged.log" \
        --seed-file="$slurm/munged.seed" >"$slurm/munged.out" 2>&1 &
    slurm_pids="$slurm_pids $!"
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        [ -S "$slurm/munge.socket" ] && break
        sleep 0.3
    done
    slurmctld -D -f "$SLURM_CONF" >"$slurm/slurmctld.out" 2>&1 &
    slurm_pids="$slurm_pids $!"
    for number in 1 2 3; do
        slurm_node $number
    done
    for _ in $(seq 60); do
        [ "$(sinfo -h -o %D -t idle 2>/dev/null)" = 3 ] && return 0
        sleep 0.5
    done
    tail -n 5 "$slurm"/log/*.log "$slurm"/*.out
    return 1
}

slurm_stop() {
    for pid in $slurm_pids; do
        kill "$pid" 2>/dev/null
    done
    for pid in $slurm_pids; do
        wait "$pid" 2>/dev/null
    done
    slurm_pids=
}

# slurm_kill_node NUMBER: as if its plug were pulled: daemon, step managers and tasks, none of which
# can say goodbye. A step manager is known by the log of its node; its task leads a group of its own.
slurm_kill_node() {
    eval "kill -9 \$slurm_node_$1" 2>/dev/null
    for manager in $(ps -eo pid=,comm= | awk '$2 == "slurmstepd" { print $1 }'); do
        find "/proc/$manager/fd" -lname "$slurm/log/slurmd-n$1.log" 2>/dev/null | grep -q . || continue
        tasks=$(ps -o pid= --ppid "$manager")
        kill -9 "$manager" 2>/dev/null
        for task in $tasks; do
            kill -9 -- "-$task" 2>/dev/null
        done
    done
}
