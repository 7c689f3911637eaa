# SPDX-License-Identifier: AGPL-3.0-or-later
#
# words.awk - looks at each German text of `msgcat --no-wrap`: {names} as in the English, and no word of
# po/forbidden-de.txt (read first). Prints a line for each fault.

function unquote(line)
{
    sub(/^[^"]*"/, "", line)
    sub(/"$/, "", line)
    return line
}

# The names in braces, sorted out: " {a} {b}", each once.
function names_of(text,    list, name)
{
    list = " "
    while (match(text, /\{[A-Za-z_][A-Za-z0-9_]*\}/)) {
        name = substr(text, RSTART, RLENGTH) " "
        if (index(list, " " name) == 0)
            list = list name
        text = substr(text, RSTART + RLENGTH)
    }
    return list
}

# Every name of `of` stands in `in_text`.
function check_names(of, in_text, what,    list, n, i, name)
{
    n = split(names_of(of), list, " ")
    for (i = 1; i <= n; i++)
        if (index(in_text, list[i]) == 0)
            print "\"" id "\": " list[i] " " what
}

# Allowed phrases, {names} and escapes away, then word by word; "Chat-Fenster" is two. Capitals alone
# are no word ("FILE" in the usage of a command).
function check_words(text,    i, at, list, n, word)
{
    for (i = 1; i <= n_allowed; i++)
        while ((at = index(tolower(text), allowed[i])) > 0)
            text = substr(text, 1, at - 1) " " substr(text, at + length(allowed[i]))
    gsub(/\{[A-Za-z_0-9]*\}/, " ", text)
    gsub(/\\[a-z"]/, " ", text)
    n = split(text, list, /[^A-Za-z0-9\200-\377]+/)
    for (i = 1; i <= n; i++) {
        word = tolower(list[i])
        if (word in instead && (word == list[i] || list[i] != toupper(list[i])))
            print "\"" id "\": \"" list[i] "\" stands in the German; " instead[word]
    }
}

function check(    i)
{
    if (id != "")
        for (i = 0; i < n_said; i++) {
            check_words(said[i])
            check_names(said[i], id " " plural, "is not in the English")
            check_names(i == 0 ? id : plural, said[i], "is missing in the German")
        }
    id = plural = ""
    n_said = 0
}

FILENAME != catalogue && /^#/ { next }
FILENAME != catalogue && /^\+ / { allowed[++n_allowed] = tolower(substr($0, 3)); next }
FILENAME != catalogue && NF > 1 { split($0, part, "\t"); instead[tolower(part[1])] = part[2]; next }
FILENAME != catalogue { next }

/^msgid_plural / { plural = unquote($0); next }
/^msgid / { check(); id = unquote($0); field = "id"; next }
/^msgstr/ { said[n_said++] = unquote($0); field = "str"; next }
/^"/ { if (field == "id") id = id unquote($0); else said[n_said - 1] = said[n_said - 1] unquote($0) }
END { check() }
