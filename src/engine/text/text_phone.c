/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * text_phone.c - see text_phone.h. A number is first read off its text (digits, plus, extension),
 * then given its country.
 */
#include "engine/text/text_phone.h"

#include <unicode/uchar.h>

#include "base/utf8.h"

/* ---- off the text ---------------------------------------------------------------------------- */

#define READ_MAX 24 /* fifteen digits, and all that may be dialled before them */

struct reading {
    buf digits;
    buf extension;
    bool plus;    /* it began with "+" */
    bool touched; /* what ended it stands directly behind a digit */
};

static bool is_digit(uint32_t c)
{
    return u_isdigit((UChar32)c) != 0;
}

static bool is_plus(uint32_t c)
{
    return c == '+' || c == 0xff0b || c == 0xfe62;
}

/* Signs that stand in numbers and say nothing, and what cannot be seen. */
static bool is_between(uint32_t c)
{
    const uint32_t mask = U_GC_PD_MASK | U_GC_PS_MASK | U_GC_PE_MASK | U_GC_CC_MASK | U_GC_Z_MASK;
    return (U_GET_GC_MASK((UChar32)c) & mask) != 0 ||
           u_hasBinaryProperty((UChar32)c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) || c == '.' ||
           c == '/' || c == 0x00b7 || c == 0x2022 || c == 0x2044 || c == 0x2212;
}

/* From the first digit or plus: what stands before it is a label. */
static str without_label(str text)
{
    uint32_t c = 0;
    for (str at = text; utf8_next(&at, &c); text = at)
        if (is_digit(c) || is_plus(c))
            break;
    return text;
}

/* As far as it is a number; `rest` is what stands behind. */
static void read_digits(struct reading *r, str *rest)
{
    uint32_t c = 0;
    for (str at = *rest; utf8_next(&at, &c); *rest = at) {
        bool digit = is_digit(c);
        if (r->digits.n > 0 && str_starts(*rest, S("(0)")))
            at = str_sub(*rest, 3, rest->n); /* not dialled where the country is */
        else if (digit)
            buf_char(&r->digits, (char)('0' + u_charDigitValue((UChar32)c)));
        else if (is_plus(c) && r->digits.n == 0 && !r->plus)
            r->plus = true;
        else if (!is_between(c))
            return;
        r->touched = digit;
    }
}

/* The letters that `text` begins with. */
static str letters_of(str text)
{
    uint32_t c = 0;
    str end = text;
    for (str at = text; utf8_next(&at, &c) && u_isalpha((UChar32)c);)
        end = at;
    return str_sub(text, 0, text.n - end.n);
}

static bool is_extension_word(str word)
{
    static const char *const some[] = { "x",  "ext", "extn",    "extension", "durchwahl",
                                        "dw", "app", "apparat", "nst",       "nebenstelle" };
    for (size_t i = 0; i < COUNT_OF(some); i++)
        if (str_eq_nocase(word, str_of(some[i])))
            return true;
    return false;
}

/* Takes all leading characters that stand in `some` (ASCII). */
static bool take_any(str *rest, const char *some)
{
    size_t n = 0;
    while (n < rest->n && str_find(str_of(some), str_sub(*rest, n, 1)) < str_of(some).n)
        n++;
    *rest = str_sub(*rest, n, rest->n);
    return n > 0;
}

/* "ext. 12", ",,12", ";ext=12": a comma or semicolon may do without the word. */
static void read_extension(struct reading *r, str rest)
{
    bool sign = take_any(&rest, ",;#");
    str word = letters_of(rest);
    if (is_extension_word(word))
        rest = str_sub(rest, word.n, rest.n);
    else if (!sign || !str_empty(word))
        return;
    if (!str_empty(word))
        (void)take_any(&rest, ".:= ");
    for (; rest.n > 0 && is_digit((unsigned char)rest.p[0]); rest = str_sub(rest, 1, rest.n))
        buf_char(&r->extension, rest.p[0]);
    if (buf_full(&r->extension))
        buf_cut(&r->extension, 0);
}

/* False for what is no number. */
static bool read_all(struct reading *r, arena *a, str written)
{
    str rest = without_label(written);
    buf_on_arena(&r->digits, a, READ_MAX);
    buf_on_arena(&r->extension, a, TEXT_PHONE_EXTENSION);
    if (written.n > TEXT_PHONE_BYTES)
        return false;
    read_digits(r, &rest);
    str word = letters_of(rest);
    if (r->touched && !str_empty(word) && !is_extension_word(word))
        return false;
    read_extension(r, rest);
    return r->digits.n >= 3 && !buf_full(&r->digits);
}

/* ---- its country ----------------------------------------------------------------------------- */

/* How one dials where it is not "0" to another town and "00" abroad (ITU-T operational bulletin,
 * "Dialling procedures"). Without a trunk prefix a leading 0 belongs to the number. */
static const struct plan {
    str country, trunk, abroad;
} plans[] = {
    { S_INIT("1"), S_INIT(""), S_INIT("011") },    { S_INIT("7"), S_INIT("8"), S_INIT("810") },
    { S_INIT("30"), S_INIT(""), S_INIT("00") },    { S_INIT("34"), S_INIT(""), S_INIT("00") },
    { S_INIT("36"), S_INIT("06"), S_INIT("00") },  { S_INIT("39"), S_INIT(""), S_INIT("00") },
    { S_INIT("45"), S_INIT(""), S_INIT("00") },    { S_INIT("47"), S_INIT(""), S_INIT("00") },
    { S_INIT("48"), S_INIT(""), S_INIT("00") },    { S_INIT("61"), S_INIT("0"), S_INIT("0011") },
    { S_INIT("65"), S_INIT(""), S_INIT("000") },   { S_INIT("81"), S_INIT("0"), S_INIT("010") },
    { S_INIT("225"), S_INIT(""), S_INIT("00") },   { S_INIT("241"), S_INIT(""), S_INIT("00") },
    { S_INIT("242"), S_INIT(""), S_INIT("00") },   { S_INIT("351"), S_INIT(""), S_INIT("00") },
    { S_INIT("352"), S_INIT(""), S_INIT("00") },   { S_INIT("354"), S_INIT(""), S_INIT("00") },
    { S_INIT("356"), S_INIT(""), S_INIT("00") },   { S_INIT("357"), S_INIT(""), S_INIT("00") },
    { S_INIT("371"), S_INIT(""), S_INIT("00") },   { S_INIT("372"), S_INIT(""), S_INIT("00") },
    { S_INIT("375"), S_INIT("8"), S_INIT("810") }, { S_INIT("376"), S_INIT(""), S_INIT("00") },
    { S_INIT("377"), S_INIT(""), S_INIT("00") },   { S_INIT("378"), S_INIT(""), S_INIT("00") },
    { S_INIT("379"), S_INIT(""), S_INIT("00") },   { S_INIT("420"), S_INIT(""), S_INIT("00") },
    { S_INIT("852"), S_INIT(""), S_INIT("001") },
};

static struct plan plan_of(str country)
{
    for (size_t i = 0; i < COUNT_OF(plans); i++)
        if (str_eq(plans[i].country, country))
            return plans[i];
    return (struct plan){ country, S("0"), S("00") };
}

/* The calling code that an international number begins with: ITU-T E.164, list of assigned codes.
 * The world's zones have codes of three digits but for those of one and two that are named. */
static str country_of(str number)
{
    static const char two[] =
        "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 "
        "56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98";
    if (str_starts(number, S("1")) || str_starts(number, S("7")))
        return str_sub(number, 0, 1);
    return str_sub(number, 0, str_contains(str_of(two), str_sub(number, 0, 2)) ? 2 : 3);
}

static bool is_country(str code)
{
    int64_t number = 0;
    return code.n >= 1 && code.n <= 3 && str_to_int64(code, &number) && code.p[0] >= '1' &&
           str_eq(country_of(code), code);
}

/* "+49 (0)40" is often written "+49 040". */
static str without_trunk(arena *a, str number)
{
    str country = country_of(number), rest = str_sub(number, country.n, number.n);
    if (str_eq(plan_of(country).trunk, S("0")))
        while (str_starts(rest, S("0")))
            rest = str_sub(rest, 1, rest.n);
    return str_join(a, (str[]){ country, rest }, 2, S(""));
}

/* Can it be dialled from everywhere in the country, and from nowhere else? */
static bool is_national(struct plan plan, str digits)
{
    if (str_eq(plan.country, S("1")))
        return digits.n == 10;
    return str_empty(plan.trunk) ? digits.n >= TEXT_PHONE_SHORTEST : str_starts(digits, plan.trunk);
}

/* With the country's code, without "+"; absent where it cannot be known. */
static str international(arena *a, const struct reading *r, str country)
{
    struct plan plan = plan_of(country);
    str n = buf_str(&r->digits);
    if (r->plus)
        return str_starts(n, S("00")) ? str_sub(n, 2, n.n) : n;
    if (str_starts(n, plan.abroad))
        return str_sub(n, plan.abroad.n, n.n);
    if (str_empty(country))
        return (str){ 0 };
    /* Many lists leave out the plus. No place has numbers of its own as long as this. */
    if (str_starts(n, country) && n.n >= (str_eq(country, S("1")) ? 11 : country.n + 9))
        return n;
    if (!is_national(plan, n))
        return (str){ 0 };
    return str_join(a, (str[]){ country, str_sub(n, plan.trunk.n, n.n) }, 2, S(""));
}

bool text_phone(arena *a, str written, str country, struct text_phone *ret)
{
    struct reading r = { .plus = false };
    if (!read_all(&r, a, written))
        return false;
    str number = international(a, &r, is_country(country) ? country : S(""));
    if (number.n >= TEXT_PHONE_SHORTEST && number.p[0] != '0')
        number = without_trunk(a, number);
    bool whole =
        number.n >= TEXT_PHONE_SHORTEST && number.n <= TEXT_PHONE_DIGITS && number.p[0] != '0';
    if (!whole && r.digits.n > TEXT_PHONE_DIGITS)
        return false;
    *ret = (struct text_phone){
        .e164 = whole ? str_format(a, "+%.*s", STR_ARG(number)) : (str){ 0 },
        .digits = whole ? number : buf_str(&r.digits),
        .extension = buf_str(&r.extension),
    };
    return true;
}

/* ---- searching ------------------------------------------------------------------------------- */

static void add_word(buf *to, str before, str word)
{
    if (to->n > 0)
        buf_char(to, ' ');
    buf_add(to, before);
    buf_add(to, word);
}

/* The text and each of its ends of at least three digits. */
static void add_ends(buf *to, str digits)
{
    add_word(to, S(""), digits);
    for (size_t from = 1; from + 3 <= digits.n; from++)
        add_word(to, S(""), str_sub(digits, from, digits.n));
}

void text_phone_words(buf *to, const struct text_phone *phone)
{
    if (!str_empty(phone->e164)) {
        str country = country_of(phone->digits);
        str trunk = plan_of(country).trunk;
        add_word(to, S("00"), phone->digits);
        add_word(to, S("0"), phone->digits);
        if (!str_empty(trunk))
            add_word(to, trunk, str_sub(phone->digits, country.n, phone->digits.n));
    }
    add_ends(to, phone->digits);
    if (!str_empty(phone->extension))
        add_ends(to, phone->extension);
}

str text_phone_part(arena *a, str typed)
{
    struct reading r = { .plus = false };
    str rest = typed;
    buf_on_arena(&r.digits, a, READ_MAX);
    if (typed.n > TEXT_PHONE_BYTES)
        return (str){ 0 };
    read_digits(&r, &rest);
    if (!str_empty(rest) || r.digits.n < 3 || buf_full(&r.digits))
        return (str){ 0 };
    return buf_str(&r.digits);
}
