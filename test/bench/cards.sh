#!/bin/bash
# SPDX-License-Identifier: AGPL-3.0-or-later
#
# cards.sh BINARY FOLDER - how many files and cards of a folder of *.vcf are read by us, by python3-vobject
# and by ical.js, in one run: a table, what only one of them reads, and what we refuse with the reason.
# Exits 1 if a peer reads a file, or more cards of one, that we do not.
#
# Peers: Debian's python3-vobject; ical.js from npm, installed into build/cards-peers at the first run.
# "Read" means: without exception and at least one card. The peers are given text, decoded for them by
# its mark, as UTF-8, or from Windows-1252; vobject's better result of its two modes (allowQP) counts.
set -eu
binary=$(realpath "$1")
folder=$(realpath "$2")
cd "$(dirname "$0")/../.."
peers=build/cards-peers
mkdir -p "$peers"
if [ ! -d "$peers/node_modules/ical.js" ]; then
    npm install --silent --no-audit --no-fund --prefix "$peers" ical.js@2.2.1 >/dev/null
fi

cat >"$peers/peer.mjs" <<'JS'
// Each file: how many cards, or 0 where it throws.
import fs from 'node:fs';
import ICAL from 'ical.js';
function text(bytes) {
    if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
    try {
        return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
        return new TextDecoder('windows-1252').decode(bytes);
    }
}
for (const file of fs.readFileSync(0, 'utf8').split('\0').filter(Boolean)) {
    let n = 0;
    try {
        const parsed = ICAL.parse(text(fs.readFileSync(file)));
        n = Array.isArray(parsed[0]) ? parsed.length : parsed[0] === 'vcard' ? 1 : 0;
    } catch { n = 0; }
    console.log(`${n}\t${file}`);
}
JS
cat >"$peers/peer.py" <<'PY'
import logging
import sys
import vobject
logging.disable(logging.CRITICAL)


def text(name):
    with open(name, 'rb') as f:
        data = f.read()
    for codec in ('utf-16',) if data[:2] in (b'\xff\xfe', b'\xfe\xff') else ('utf-8-sig', 'cp1252', 'latin-1'):
        try:
            return data.decode(codec)
        except UnicodeDecodeError:
            pass


def cards(name, qp):
    try:
        return sum(1 for c in vobject.readComponents(text(name), allowQP=qp) if c.name == 'VCARD')
    except Exception:
        return 0


for name in filter(None, sys.stdin.buffer.read().split(b'\0')):
    print('%d\t%s' % (max(cards(name, False), cards(name, True)), name.decode()))
PY

find "$folder" -name '*.vcf' -print0 | sort -z >"$peers/files"
node "$peers/peer.mjs" <"$peers/files" >"$peers/icaljs.tsv"
/usr/bin/python3 "$peers/peer.py" <"$peers/files" >"$peers/vobject.tsv"
: >"$peers/ours.tsv"
: >"$peers/refused.tsv"
while IFS= read -r -d '' file; do
    "$binary" book import --dry-run --json "$file" >"$peers/one.json" 2>/dev/null || true
    python3 - "$peers/one.json" "$file" "$peers/refused.tsv" >>"$peers/ours.tsv" <<'PY'
import json
import sys
report = json.load(open(sys.argv[1]))
print('%d\t%s' % (report['cards'], sys.argv[2]))
with open(sys.argv[3], 'a') as out:
    for r in report['refused']:
        print('%s:%d\t%s' % (r['file'], r['line'], r['reason']), file=out)
PY
done <"$peers/files"

python3 - "$folder" "$peers" <<'PY'
import sys
folder, peers = sys.argv[1] + '/', sys.argv[2]
names = ['ours', 'vobject', 'icaljs']
read = {n: {f: int(c) for c, f in (l.rstrip('\n').split('\t', 1) for l in open('%s/%s.tsv' % (peers, n)))}
        for n in names}
files = read['ours']
print('%-10s %7s %7s %7s' % ('reader', 'files', 'read', 'cards'))
for n in names:
    print('%-10s %7d %7d %7d' % (n, len(files), sum(c > 0 for c in read[n].values()), sum(read[n].values())))
behind = [(f, n) for n in names[1:] for f, c in read[n].items() if c > files[f]]
print('\nread by a peer better than by us: %s' % (', '.join('%s (%s)' % (f.replace(folder, ''), n) for f, n in behind) or 'none'))
print('\nread by us, not (whole) by a peer:')
for f, c in files.items():
    lacks = ['%s %d' % (n, read[n][f]) for n in names[1:] if read[n][f] < c]
    if lacks:
        print('  %s: ours %d, %s' % (f.replace(folder, ''), c, ', '.join(lacks)))
print('\nrefused by us:')
for line in open(peers + '/refused.tsv'):
    where, reason = line.rstrip('\n').split('\t')
    print('  %s: %s' % (where.replace(folder, ''), reason))
sys.exit(1 if behind else 0)
PY
