# SPDX-License-Identifier: AGPL-3.0-or-later
#
# bare.pl PAGE… - words in a page that are not looked up: text outside of {{_ "…"}}, and in the attributes
# that are read to people. Not the content of <code> and <pre>, nor of what is marked translate="no".
use strict;
use warnings;

my $read = qr/title|alt|placeholder|aria-label|aria-description|label/;
my $kept = qr/code|pre|kbd/;
my $own = qr/^(?:Deutsch|English|netzarbeit)$/; # the same in every language

binmode STDOUT, ':encoding(UTF-8)';

undef $/;
for my $page (@ARGV) {
    open my $file, '<:encoding(UTF-8)', $page or die "$page: $!\n";
    my $text = <$file>;
    $text =~ s/\{\{.*?\}\}|<!--.*?-->/$& =~ s{[^\n]}{}gr/egs;
    $text =~ s/<($kept)\b.*?<\/\1>/$& =~ s{[^\n]}{}gr/egs;
    $text =~ s/<(\w+)[^>]*\btranslate="no".*?<\/\1>/$& =~ s{[^\n]}{}gr/egs;
    # What stays of an attribute that is read moves out of its tag.
    $text =~ s/\s(?:$read)="([^"]*)"(?=[^<>]*>)/>$1</g;
    $text =~ s/<[^>]*>/$& =~ s{[^\n]}{}gr/egs;
    $text =~ s/&\w+;//g;
    my $line = 0;
    for (split /\n/, $text) {
        $line++;
        while (/(\p{L}{2,}(?:[ ,.]+\p{L}+)*)/g) {
            print "$page:$line: $1\n" if $1 !~ $own;
        }
    }
}
