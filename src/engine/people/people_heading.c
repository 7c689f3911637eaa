/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * people_heading.c - what the headings of tables mean, in German and English.
 *
 * A heading is looked up without blanks, signs and case; if it is not known so, the word that says
 * which place is meant (home, work, other) is taken off, then the number. "Business Street 2",
 * "Straße geschäftlich 2" and "Dienstlich: Adresse 2" are all the street at work.
 */
#include "base/utf8.h"
#include "engine/people/people.h"

struct alias {
    str heading;
    enum people_field field;
    str types;
};

/* clang-format off */
#define H(text, field) { S_INIT(text), field, { 0 } }
#define T(text, field, types) { S_INIT(text), field, S_INIT(types) }

/* Whole headings: those that would be misunderstood without their place. */
static const struct alias whole[] = {
    H("webpage1", PEOPLE_URL), H("webpage2", PEOPLE_URL), H("homepage", PEOPLE_URL),
    H("title", PEOPLE_PREFIX), H("name", PEOPLE_NAME), H("fullname", PEOPLE_NAME),
    T("primaryphone", PEOPLE_TEL, "main"), T("companymainphone", PEOPLE_TEL, "work,main"),
    T("telefonfirma", PEOPLE_TEL, "work,main"), T("haupttelefon", PEOPLE_TEL, "main"),
    T("assistantsphone", PEOPLE_TEL, "assistant"), T("telefonassistent", PEOPLE_TEL, "assistant"),
    T("callback", PEOPLE_TEL, "callback"), T("rückmeldung", PEOPLE_TEL, "callback"),
    T("carphone", PEOPLE_TEL, "car"), T("autotelefon", PEOPLE_TEL, "car"),
    T("radiophone", PEOPLE_TEL, "radio"), T("mobiltelefon2", PEOPLE_TEL, "cell"),
    T("isdn", PEOPLE_TEL, "isdn"), T("telex", PEOPLE_TEL, "telex"), T("ttytddphone", PEOPLE_TEL, "textphone"),
    T("texttelefon", PEOPLE_TEL, "textphone"), T("managersname", PEOPLE_RELATED, "manager"),
    T("namedesdervorgesetzten", PEOPLE_RELATED, "manager"), T("vorgesetzter", PEOPLE_RELATED, "manager"),
    T("assistantsname", PEOPLE_RELATED, "assistant"), T("nameassistent", PEOPLE_RELATED, "assistant"),
    T("referredby", PEOPLE_RELATED, "referrer"), T("empfohlenvon", PEOPLE_RELATED, "referrer"),
    H("photo", PEOPLE_PHOTO), H("foto", PEOPLE_PHOTO),
    H("sentat", PEOPLE_DATE), H("gesendetam", PEOPLE_DATE), H("conversationid", PEOPLE_CONVERSATION),
    H("from", PEOPLE_FROM), H("von", PEOPLE_FROM), H("senderprofileurl", PEOPLE_FROM_URL),
    H("inviterprofileurl", PEOPLE_FROM_URL), H("to", PEOPLE_TO), H("an", PEOPLE_TO),
    H("recipientprofileurls", PEOPLE_TO_URL), H("inviteeprofileurl", PEOPLE_TO_URL),
    H("direction", PEOPLE_DIRECTION), H("content", PEOPLE_IGNORED), H("subject", PEOPLE_IGNORED),
    H("message", PEOPLE_IGNORED), H("attachments", PEOPLE_IGNORED), H("folder", PEOPLE_IGNORED),
    H("conversationtitle", PEOPLE_IGNORED), H("date", PEOPLE_DATE),
};

/* Headings without place and number. */
static const struct alias bare[] = {
    H("displayname", PEOPLE_NAME), H("anzeigename", PEOPLE_NAME), H("vollständigername", PEOPLE_NAME),
    H("firstname", PEOPLE_GIVEN), H("givenname", PEOPLE_GIVEN), H("vorname", PEOPLE_GIVEN), H("forename", PEOPLE_GIVEN),
    H("middlename", PEOPLE_ADDITIONAL), H("additionalname", PEOPLE_ADDITIONAL), H("weiterevornamen", PEOPLE_ADDITIONAL),
    H("zweitervorname", PEOPLE_ADDITIONAL), H("lastname", PEOPLE_FAMILY), H("familyname", PEOPLE_FAMILY),
    H("surname", PEOPLE_FAMILY), H("nachname", PEOPLE_FAMILY), H("familienname", PEOPLE_FAMILY),
    H("nameprefix", PEOPLE_PREFIX), H("prefix", PEOPLE_PREFIX), H("anrede", PEOPLE_PREFIX), H("titel", PEOPLE_PREFIX),
    H("suffix", PEOPLE_SUFFIX), H("namesuffix", PEOPLE_SUFFIX), H("namenszusatz", PEOPLE_SUFFIX),
    H("nickname", PEOPLE_NICKNAME), H("spitzname", PEOPLE_NICKNAME),
    H("givenyomi", PEOPLE_PHONETIC_GIVEN), H("givennameyomi", PEOPLE_PHONETIC_GIVEN), H("phoneticfirstname", PEOPLE_PHONETIC_GIVEN),
    H("additionalnameyomi", PEOPLE_PHONETIC_ADDITIONAL), H("phoneticmiddlename", PEOPLE_PHONETIC_ADDITIONAL),
    H("surnameyomi", PEOPLE_PHONETIC_FAMILY), H("familynameyomi", PEOPLE_PHONETIC_FAMILY), H("phoneticlastname", PEOPLE_PHONETIC_FAMILY),
    H("company", PEOPLE_ORGANISATION), H("organization", PEOPLE_ORGANISATION), H("organisation", PEOPLE_ORGANISATION),
    H("organizationname", PEOPLE_ORGANISATION), H("firma", PEOPLE_ORGANISATION), H("unternehmen", PEOPLE_ORGANISATION), H("arbeitgeber", PEOPLE_ORGANISATION),
    H("department", PEOPLE_UNIT), H("organizationdepartment", PEOPLE_UNIT), H("abteilung", PEOPLE_UNIT),
    H("jobtitle", PEOPLE_TITLE), H("organizationtitle", PEOPLE_TITLE), H("position", PEOPLE_TITLE),
    H("arbeitstitel", PEOPLE_TITLE), H("funktion", PEOPLE_TITLE), H("profession", PEOPLE_ROLE), H("beruf", PEOPLE_ROLE), H("occupation", PEOPLE_ROLE),
    H("email", PEOPLE_EMAIL), H("mail", PEOPLE_EMAIL), H("emailaddress", PEOPLE_EMAIL), H("emailadresse", PEOPLE_EMAIL),
    H("primaryemail", PEOPLE_EMAIL), H("secondaryemail", PEOPLE_EMAIL), H("primäreemailadresse", PEOPLE_EMAIL), H("sekundäreemailadresse", PEOPLE_EMAIL),
    H("phone", PEOPLE_TEL), H("phonenumber", PEOPLE_TEL), H("telephone", PEOPLE_TEL), H("telefon", PEOPLE_TEL), H("tel", PEOPLE_TEL), H("telefonnummer", PEOPLE_TEL),
    T("mobilephone", PEOPLE_TEL, "cell"), T("mobile", PEOPLE_TEL, "cell"), T("mobilenumber", PEOPLE_TEL, "cell"), T("mobiltelefon", PEOPLE_TEL, "cell"),
    T("mobiltelnr", PEOPLE_TEL, "cell"), T("handy", PEOPLE_TEL, "cell"), T("mobil", PEOPLE_TEL, "cell"), T("cellphone", PEOPLE_TEL, "cell"),
    T("fax", PEOPLE_TEL, "fax"), T("faxnumber", PEOPLE_TEL, "fax"), T("faxnummer", PEOPLE_TEL, "fax"),
    T("pager", PEOPLE_TEL, "pager"), T("pagernumber", PEOPLE_TEL, "pager"), T("pagernummer", PEOPLE_TEL, "pager"),
    H("url", PEOPLE_PROFILE), H("profileurl", PEOPLE_PROFILE), H("linkedin", PEOPLE_PROFILE),
    H("webpage", PEOPLE_URL), H("website", PEOPLE_URL), H("webseite", PEOPLE_URL), H("personalwebpage", PEOPLE_URL), H("web", PEOPLE_URL),
    H("imaddress", PEOPLE_IM), H("screenname", PEOPLE_IM), H("messengername", PEOPLE_IM), H("chatadresse", PEOPLE_IM),
    H("street", PEOPLE_STREET), H("address", PEOPLE_STREET), H("adresse", PEOPLE_STREET), H("straße", PEOPLE_STREET), H("strasse", PEOPLE_STREET), H("anschrift", PEOPLE_STREET),
    H("addresspobox", PEOPLE_PO_BOX), H("pobox", PEOPLE_PO_BOX), H("postfach", PEOPLE_PO_BOX),
    H("city", PEOPLE_CITY), H("town", PEOPLE_CITY), H("ort", PEOPLE_CITY), H("stadt", PEOPLE_CITY), H("wohnort", PEOPLE_CITY),
    H("state", PEOPLE_REGION), H("region", PEOPLE_REGION), H("bundesland", PEOPLE_REGION),
    H("postalcode", PEOPLE_CODE), H("zip", PEOPLE_CODE), H("zipcode", PEOPLE_CODE), H("plz", PEOPLE_CODE), H("postleitzahl", PEOPLE_CODE),
    H("country", PEOPLE_COUNTRY), H("countryregion", PEOPLE_COUNTRY), H("land", PEOPLE_COUNTRY), H("landregion", PEOPLE_COUNTRY),
    H("birthday", PEOPLE_BIRTHDAY), H("birthdate", PEOPLE_BIRTHDAY), H("dateofbirth", PEOPLE_BIRTHDAY), H("geburtstag", PEOPLE_BIRTHDAY), H("geburtsdatum", PEOPLE_BIRTHDAY),
    H("birthyear", PEOPLE_BIRTH_YEAR), H("geburtsjahr", PEOPLE_BIRTH_YEAR), H("birthmonth", PEOPLE_BIRTH_MONTH), H("geburtsmonat", PEOPLE_BIRTH_MONTH),
    H("anniversary", PEOPLE_ANNIVERSARY), H("jahrestag", PEOPLE_ANNIVERSARY), H("hochzeitstag", PEOPLE_ANNIVERSARY),
    H("connectedon", PEOPLE_DAY), H("verknüpftam", PEOPLE_DAY), H("vernetztam", PEOPLE_DAY), H("verbundenam", PEOPLE_DAY),
    H("note", PEOPLE_NOTE), H("notes", PEOPLE_NOTE), H("notiz", PEOPLE_NOTE), H("notizen", PEOPLE_NOTE), H("bemerkung", PEOPLE_NOTE), H("bemerkungen", PEOPLE_NOTE), H("kommentar", PEOPLE_NOTE),
    H("categories", PEOPLE_CATEGORY), H("kategorien", PEOPLE_CATEGORY), H("groupmembership", PEOPLE_CATEGORY), H("labels", PEOPLE_CATEGORY), H("tags", PEOPLE_CATEGORY), H("gruppen", PEOPLE_CATEGORY),
    T("spouse", PEOPLE_RELATED, "spouse"), T("partner", PEOPLE_RELATED, "spouse"), T("partnerin", PEOPLE_RELATED, "spouse"), T("ehepartner", PEOPLE_RELATED, "spouse"),
    T("children", PEOPLE_RELATED, "child"), T("kinder", PEOPLE_RELATED, "child"),
};

/* The parts of Google's numbered columns: "Phone 1 - Value". */
static const struct alias numbered[] = {
    H("emailvalue", PEOPLE_EMAIL), H("phonevalue", PEOPLE_TEL), H("imvalue", PEOPLE_IM), H("imservice", PEOPLE_SERVICE),
    H("addressformatted", PEOPLE_FORMATTED), H("addressstreet", PEOPLE_STREET), H("addresscity", PEOPLE_CITY),
    H("addresspobox", PEOPLE_PO_BOX), H("addressregion", PEOPLE_REGION), H("addresspostalcode", PEOPLE_CODE),
    H("addresscountry", PEOPLE_COUNTRY), H("addressextendedaddress", PEOPLE_EXTENDED),
    H("organizationname", PEOPLE_ORGANISATION), H("organizationtitle", PEOPLE_TITLE), H("organizationdepartment", PEOPLE_UNIT),
    H("organizationjobdescription", PEOPLE_ROLE), H("relationvalue", PEOPLE_RELATED), H("websitevalue", PEOPLE_URL),
    H("eventvalue", PEOPLE_DAY),
};

static const struct alias labels[] = {
    H("emailtype", PEOPLE_EMAIL), H("phonetype", PEOPLE_TEL), H("imtype", PEOPLE_IM), H("addresstype", PEOPLE_STREET),
    H("relationtype", PEOPLE_RELATED), H("websitetype", PEOPLE_URL), H("eventtype", PEOPLE_DAY),
};

/* Words that say where, longer ones first. */
static const struct alias places[] = {
    T("geschäftlich", PEOPLE_UNKNOWN, "work"), T("dienstlich", PEOPLE_UNKNOWN, "work"), T("business", PEOPLE_UNKNOWN, "work"),
    T("arbeit", PEOPLE_UNKNOWN, "work"), T("work", PEOPLE_UNKNOWN, "work"), T("privat", PEOPLE_UNKNOWN, "home"), T("private", PEOPLE_UNKNOWN, "home"),
    T("home", PEOPLE_UNKNOWN, "home"), T("personal", PEOPLE_UNKNOWN, "home"), T("weiteres", PEOPLE_UNKNOWN, "other"), T("weiterer", PEOPLE_UNKNOWN, "other"),
    T("weitere", PEOPLE_UNKNOWN, "other"), T("other", PEOPLE_UNKNOWN, "other"), T("andere", PEOPLE_UNKNOWN, "other"),
};

/* clang-format on */

/* Small letters and digits only, ASCII's and the German ones. */
static str plain(arena *a, str heading)
{
    char *p = arena_array(a, heading.n, 2);
    size_t n = 0;
    uint32_t c;
    while (utf8_next(&heading, &c)) {
        c = c >= 'A' && c <= 'Z' ? c + 32 : c == 0xc4 || c == 0xd6 || c == 0xdc ? c + 32 : c;
        bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == 0xe4 || c == 0xf6 ||
                    c == 0xfc || c == 0xdf;
        if (kept)
            n += utf8_put(c, p + n);
    }
    return (str){ p, n };
}

static const struct alias *look_up(const struct alias *in, size_t n, str heading)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(in[i].heading, heading))
            return &in[i];
    return NULL;
}

/* Without digits; the first number in it in *ret. */
static str without_number(arena *a, str s, int64_t *ret)
{
    char *p = arena_alloc(a, s.n);
    size_t n = 0;
    int64_t number = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            p[n++] = s.p[i];
        else if (number < 1000000)
            number = 10 * number + (s.p[i] - '0');
    }
    *ret = number;
    return (str){ p, n };
}

/* Takes the word that says where off one end. */
static str without_place(str s, str *ret_types)
{
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        str word = places[i].heading;
        bool starts = str_starts(s, word), ends = str_ends(s, word);
        if (word.n >= s.n || (!starts && !ends))
            continue;
        *ret_types = places[i].types;
        return starts ? str_sub(s, word.n, s.n) : str_sub(s, 0, s.n - word.n);
    }
    return s;
}

static str types_join(arena *a, str place, str types)
{
    const str both[] = { place, types };
    return place.n == 0 ? types : types.n == 0 ? place : str_join(a, both, 2, S(","));
}

struct people_column people_heading(arena *a, str heading)
{
    struct people_column made = { .heading = utf8_line(a, heading) };
    str name = plain(a, made.heading), place = { 0 };
    const struct alias *found = look_up(whole, COUNT_OF(whole), name);
    if (found != NULL) {
        made.field = found->field;
        made.types = found->types;
        return made;
    }
    str base = without_number(a, name, &made.number);
    if (made.number > 0 && str_ends(base, S("label"))) {
        const str pieces[] = { str_sub(base, 0, base.n - 5), S("type") };
        base = str_join(a, pieces, 2, S(""));
    }
    if (made.number > 0 && (found = look_up(numbered, COUNT_OF(numbered), base)) != NULL) {
        made.field = found->field;
        made.numbered = true;
        return made;
    }
    if (made.number > 0 && (found = look_up(labels, COUNT_OF(labels), base)) != NULL) {
        made.field = PEOPLE_LABEL;
        made.types = base;
        made.numbered = true;
        return made;
    }
    found = look_up(bare, COUNT_OF(bare), base);
    if (found == NULL) {
        base = without_place(base, &place);
        found = look_up(bare, COUNT_OF(bare), base);
    }
    if (found != NULL) {
        made.field = found->field;
        made.types = types_join(a, place, found->types);
    }
    /* "2. Vorname" */
    if (made.field == PEOPLE_GIVEN && made.number == 2)
        made.field = PEOPLE_ADDITIONAL;
    return made;
}
