/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * text_fold.h - texts made comparable: two that a person would call the same become the same bytes.
 *
 * For searching and for finding duplicates, never for showing. The folded form of a text is its
 * words in their order, one space between two, none around. Both sides are folded, what is stored
 * and what is asked for. In this order:
 *
 * 1. Each code point alone: Unicode's NFKC_Casefold (UAX 31; "ß" and "ẞ" are "ss", full-width and
 *    ligatures are plain letters, invisible characters go), then NFKD. Marks on letters go where
 *    they belong to every script (é ñ ř й) and where they are points (Hebrew, Arabic); a vowel sign
 *    of Devanagari stays. ø ł đ ð þ ħ ŧ ı æ œ become o l d d th h t i ae oe. Decimal digits of all
 *    scripts become 0-9.
 * 2. An "e" directly behind "a", "o" or "u" goes, also several of them. So Müller = Mueller =
 *    Muller ("muller"), Goethe = Göthe = Gothe, Aerzte = Ärzte; equally on both sides "neue" is
 *    "neu", "Poet" is "pot", "aktuell" is "aktull". That some rare pairs fall together (Poet and
 *    Pot) is the price of one form for three ways of writing. The rule looks only to the left,
 * hence the property that search as one types rests on: *the fold of a beginning is a beginning of
 * the fold*.
 * 3. Words are runs of letters and digits. An apostrophe or accent mark standing alone in a word
 *    goes (O'Brien = OBrien, geht’s = gehts). All else cuts, also the hyphen (Müller-Thurgau is
 *    two words), except that a part of a single letter is joined by hyphen or ampersand to what
 *    follows: E-Mail = Email, T-Shirt = Tshirt, R&D = RD. C++ is "cpp", C# "csharp".
 *    What has no spaces between words (Chinese, Thai) is a word as far as its writer wrote on.
 *
 * Folding twice gives what folding once gave. Any bytes are taken: malformed ones cut like
 * punctuation; the result is well-formed UTF-8. Safe from any thread.
 */
#ifndef ENGINE_TEXT_TEXT_FOLD_H
#define ENGINE_TEXT_TEXT_FOLD_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/buf.h"
#include "base/str.h"

/* The folded text, on the arena; empty where it has no words. */
str text_fold(arena *a, str text);

/* One word: takes the next off `rest`, adds its folded form to `to` (no space), and says where it
 * stood as it was written (a slice of the text). False, with nothing added, when there is none. A
 * builder that is full keeps whole characters and takes no more; words are still cut rightly. */
MUST bool text_fold_word(buf *to, str *rest, str *ret_written);

/* The same without rule 2 ("Mueller" is "mueller", "Müller" "muller"): a stemmer needs the "e" of
 * the endings. text_fold_e applies rule 2 to such a word; the two together are text_fold_word. */
MUST bool text_fold_plain(buf *to, str *rest, str *ret_written);
void text_fold_e(buf *to, str plain);

/* Words of a name beyond these are not looked at. */
#define TEXT_NAME_WORDS 24

/* The key by which two names are taken for one person's: the folded words in bytewise order,
 * without titles and forms of address (Dr. med., Prof., Dipl.-Ing., Herr, Frau, Mr, Mrs, Ms) unless
 * nothing else is there. "Schmidt, Anna", "anna schmidt" and "Frau Dr. Anna Schmidt" have one key.
 * Empty for a name without words: such names are nobody's duplicate. */
str text_name_key(arena *a, str name);

#endif
