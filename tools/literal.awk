# SPDX-License-Identifier: AGPL-3.0-or-later
#
# literal.awk - `awk -v header=H -v name=F -f literal.awk FILE` prints a C function F, declared in H, that
# returns the file's text.
BEGIN {
    print "/* made by tools/literal.awk */"
    print "#pragma GCC diagnostic ignored \"-Woverlength-strings\""
    printf "#include \"%s\"\n\nstr %s(void)\n{\n    static const char text[] =\n", header, name
}
{
    gsub(/\\/, "\\\\")
    gsub(/"/, "\\\"")
    printf "        \"%s\\n\"\n", $0
}
END { print "        \"\";\n    return (str){ text, sizeof(text) - 1 };\n}" }
