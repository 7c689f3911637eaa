# SPDX-License-Identifier: AGPL-3.0-or-later
#
# pack.awk - the demonstration week's files as C: each a list of its lines, ended by NULL.
#     awk -f pack.awk week.md 1-1.md … > weeks_demo_files.c

function literal(line)
{
    gsub(/\\/, "\\\\", line)
    gsub(/"/, "\\\"", line)
    gsub(/\?/, "\\?", line) # no trigraphs
    return "\"" line "\""
}

BEGIN {
    print "/* Generated from demo/ by pack.awk. */"
    print "#include \"feature/weeks/weeks_demo_files.h\"\n"
    print "#include <stddef.h>\n"
}

FNR == 1 {
    if (files)
        print "    NULL\n};"
    print "static const char *const file_" ++files "[] = {"
}

{
    print "    " literal($0) ","
}

END {
    print "    NULL\n};\n"
    print "const char *const *const weeks_demo_files[] = {"
    for (i = 1; i <= files; i++)
        print "    file_" i ","
    print "    NULL\n};"
}
