# Turns a text file of ASCII characters into a C array, NUL-terminated: awk -v name=NAME [-v header=FILE.h] -f embed.awk FILE
BEGIN {
    for (i = 1; i < 128; i++)
        code[sprintf("%c", i)] = i
    printf "#include \"%s\"\n\nconst char %s[] = {", header == "" ? "report/writers/html.h" : header, name
}
{
    line = $0
    sub(/^[ \t]+/, "", line)
    if (line == "")
        next
    for (i = 1; i <= length(line); i++) {
        c = substr(line, i, 1)
        if (!(c in code)) {
            printf "embed.awk: line %d: not ASCII: %s\n", NR, c > "/dev/stderr"
            failed = 1
            exit 1
        }
        printf "%d,", code[c]
    }
    printf "10,\n"
}
END {
    if (!failed)
        print "0};"
}
