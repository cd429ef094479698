#!/bin/sh
# The server's half of `jixiao deploy`: takes a release in, checks it, makes it the one that serves.
#
# Runs by itself under any account that may write to its folder: the client sends this text along.
# Better is to install it, so that a deploy key can do nothing else; docs/administration.md goes step by
# step, upgrades too. In ~/.ssh/authorized_keys:
#
#   restrict,command="/usr/local/bin/jixiao-receiver /srv/jixiao /etc/jixiao/allowed_signers" ssh-ed25519 AAAA... ci
#
# The second word, which may be left out, is a list of the keys that may sign a release (see
# ssh-keygen(1)), of root: then nothing serves that they did not sign, whoever holds the deploy key.
#
# The folder:
#   current -> releases/0007-1a2b3c4d5e6f    what the web server serves
#   releases/    whole releases, oldest first by number
#   reduced/     a release that serves again without what was withdrawn since
#   kept/        files of all of them whose name tells their content, for tabs that are still open
#   incoming/    what is on its way in, or out
#   history      a line for each switch: time, event, release, by whom
#
# It reads commands from standard input, a line each, and answers with lines, the last of them "ok"
# or "error CODE ...". A command is taken only in its place; whoever sends them is not trusted:
#
#   state, read                    at any time
#   lock, lock new                 before all that follows; "new" where nothing was published yet
#   lock -> check current          prints what of the release that serves is not as its list has it
#   lock -> begin -> remove -> publish -> confirm | undo
#   lock -> rollback -> return
#
# What was withdrawn stays so: no release in which it stood serves again with it, be it by a rollback
# or because a new release is not well.
#
# Needs a POSIX shell, coreutils, findutils, diffutils, util-linux, rsync.
# shellcheck disable=SC2317  # what answers a command is called by the command's name
set -uf
umask 022
export LC_ALL=C
base=$(readlink -m "${1:?usage: jixiao-receiver FOLDER [SIGNERS]}")
signers=${2:-}
release='[0-9]{1,9}-[0-9a-f]{1,64}'
lasting='search/data/[^/]+/.+|assets/(search|style|theme)-[0-9a-f]+/.+|assets/stylesheets/.+'

fail() { printf 'error %s\n' "$*"; return 1; }

# A command in its place, its word of the shape that is asked for.
expect() {
  if [ "$state" != "$1" ]; then
    fail usage
  elif [ $# -gt 1 ]; then
    printf '%s' "$3" | grep -Eqx "$2" || fail usage
  fi
}

# The last line that a command complained with.
complaint() { tail -n 1 "$errors"; }

# Under a forced command rsync comes through here as well: only in, only to a room that is there,
# only with the options that the client sends, and never while a release is checked and put to use.
rsync_only() {
  # shellcheck disable=SC2086  # the words of the command; names are not expanded (set -f)
  set -- $1
  [ "$1 $2" = "rsync --server" ] && shift 2 || return 1
  target=''
  for word in "$@"; do
    case $word in
      -pIRe.[a-zA-Z]* | --log-format=X | --timeout=[0-9]* | --stats | .) ;;
      -*) return 1 ;;
      *) [ -z "$target" ] || return 1; target=$word ;;
    esac
  done
  [ "$(readlink -m "$target/..")" = "$base/incoming" ] || return 1
  case $(basename "$target") in *[!0-9a-f.-]* | .*) return 1 ;; esac
  [ -d "$target" ] || return 1
  command exec 8<"$base/incoming" && flock -sn 8 || return 1 # held as long as rsync lives
  exec rsync --server "$@"
}

names() { find "$base/releases" -mindepth 1 -maxdepth 1 -printf '%f\n' 2>/dev/null | grep -Ex "$release" | sort -n; }

# The release that serves, whole or reduced.
current() { released "$(readlink "$base/current" 2>/dev/null)"; }

# The name of the release that a link like `current` leads to.
released() {
  case $1 in reduced/*) basename "${1%.*}" ;; *) basename "$1" ;; esac
}

was_published() { grep -qs "	published	$1	" "$base/history"; }

# Releases that were made public, by number: one that never came to serve is none.
published() {
  serving=$(current)
  for one in $(names); do
    [ "$one" = "$serving" ] || was_published "$one" || continue
    printf '%s\n' "$one"
  done
}

# A number is given once, whatever became of the release.
next_number() {
  last=$({ names; cut -sf 3 "$base/history" 2>/dev/null; } | sed -n 's/^0*\([0-9]*\)-.*/\1/p' | sort -n | tail -n 1)
  echo $((${last:-0} + 1))
}

note() {
  who=$(printf '%s' "$3" | tr -cd 'A-Za-z0-9_.@-' | cut -c -100)
  printf '%s\t%s\t%s\t%s\n' "$(date +%Y-%m-%dT%H:%M:%S%:z)" "$1" "$2" "$who" >>"$base/history"
}

# One rename: before it the old release serves, after it the new one, at no moment none.
switch() {
  rm -f "$base/incoming/current" &&
    ln -s "$1" "$base/incoming/current" &&
    mv -T "$base/incoming/current" "$base/current"
}

# A folder leaves by a rename first: half of it never stands where a whole one is looked for.
discard() {
  rm -rf "$base/incoming/discarded" && mv -T "$base/releases/$1" "$base/incoming/discarded" &&
    rm -rf "$base/incoming/discarded"
}

list_lasting() { cut -c 67- "$1/release/SHA256SUMS" | grep -Ex "$lasting"; }

# Keep what releases have that are kept, but nothing that holds words of a withdrawn report.
prune_kept() {
  [ -d "$base/kept" ] || return 0
  known=$(newest)/publications.jsonl
  for one in $(names); do
    brought_back "$base/releases/$one" "$known" && left_out "$base/releases/$one" || return 1
    list_lasting "$base/releases/$one" | { grep -vxFf "$base/incoming/left" || [ $? -eq 1 ]; } || return 1
  done >"$base/incoming/wanted" || return 1
  sort -u -o "$base/incoming/wanted" "$base/incoming/wanted" || return 1
  (cd "$base/kept" && find . -type f -printf '%P\n' | sort | comm -23 - "$base/incoming/wanted" |
    xargs -d '\n' -r rm -f -- && find . -mindepth 1 -type d -empty -delete)
  rm -f "$base/incoming/wanted" "$base/incoming/back" "$base/incoming/left"
}

# The folder of the newest record of publications that is known: that of the last release, or, where
# one that withdrew something was not well, the record by which what serves now was reduced.
newest() {
  last=$base/releases/$(published | tail -n 1)/release
  known=$base/current/release/withheld/newest
  record=publications.jsonl
  if [ -f "$known/$record" ] && cmp -s -n "$(wc -c <"$last/$record")" "$last/$record" "$known/$record"; then
    last=$known
  fi
  printf '%s\n' "$last"
}

# Into incoming/back: addresses of reports that stand in the release in folder $1 and were withdrawn
# after it, as the record $2 tells that continues its own; not those that stand again as they were.
brought_back() {
  rm -f "$base/incoming/back"
  # In a record every value is JSON, so what is looked for cannot stand inside of one.
  awk '
    function value(name,   at, rest) {
      at = index($0, "\"" name "\": \"")
      if (!at) return ""
      rest = substr($0, at + length(name) + 5)
      return substr(rest, 1, index(rest, "\"") - 1)
    }
    { event = value("event"); address = value("address"); content = value("content") }
    older { stood[address] = event == "撤回" || event == "停用" ? "" : content; lines++; next }
    FNR <= lines { next }
    event == "撤回" { gone[address] = 1; again[address] = ""; next }
    { again[address] = again[address] " " content }
    END { for (one in gone) if (stood[one] != "" && !index(again[one], stood[one])) print one }
  ' older=1 "$1/release/publications.jsonl" older=0 "$2" >"$base/incoming/found" &&
    { grep -Ex 'reports/[0-9]{4}/[a-z0-9-]+/[a-z0-9-]+/' "$base/incoming/found" || [ $? -eq 1 ]; } >"$base/incoming/back" &&
    rm -f "$base/incoming/found"
}

# Into incoming/left: paths of all in the release in folder $1 that says what the reports in
# incoming/back say: what lies at their addresses, the page that lays the years of their project side
# by side, the parts of the search that hold them, and the tables that tell what is in those parts;
# the files of open data, the rankings and the feeds, any of which may hold a line of theirs, with
# what changed.
left_out() {
  while IFS=/ read -r _ year department slug _; do
    printf '^reports/%s/%s/%s/\n^projects/%s/%s/\n^search/data/tables-\n^search/data/tokens-\n^data/\n^changes/\n^rankings/\nfeed\.xml\n' "$year" "$department" "$slug" "$department" "$slug"
    parts=$(cd "$1" && grep -rlF --include=register.json "[\"$department\",\"$slug\"," search/data 2>/dev/null | grep "^search/data/$year-")
    # Where nothing tells which parts, all of the year; none where it was left out before.
    [ -n "$parts" ] || [ ! -f "$1/reports/$year/$department/$slug/index.html" ] || parts=search/data/$year-
    [ -z "$parts" ] || printf '%s\n' "$parts" | sed 's/register\.json$//; s/^/^/'
  done <"$base/incoming/back" >"$base/incoming/words" || return 1
  cut -c 67- "$1/release/SHA256SUMS" | { grep -f "$base/incoming/words" || [ $? -eq 1 ]; } >"$base/incoming/left" &&
    rm -f "$base/incoming/words"
}

# Make the release in folder $1, named $2, serve without what $3, the folder of a newer record, tells
# was withdrawn since: incoming/back names it. In $reduced: what `current` is to lead to. The release
# itself stays as it is, and so do its list and its signature: they hold for all that is still there.
#
#   release/withheld/SHA256SUMS     what of the list is left out
#   release/withheld/newest/        the record that tells why, with the list and signature it stands under
#   release/withheld/gone/          a name for each folder that is gone: the web server answers 410
#   release/withheld/410.html       what it then says
reduce() {
  left_out "$1" || return 1
  whole=$base/incoming/reduced
  rm -rf "$whole"
  cp -al "$1" "$whole" 2>/dev/null || { rm -rf "$whole" && cp -a "$1" "$whole"; } || return 1
  notes=$whole/release/withheld
  (cd "$whole" && xargs -d '\n' -r rm -f -- <"$base/incoming/left" && rm -rf "$notes" &&
    find . -mindepth 1 -type d -empty -delete) || return 1
  mkdir -p "$notes/newest" "$notes/gone" || return 1
  for one in publications.jsonl SHA256SUMS SHA256SUMS.sig; do
    [ ! -f "$3/$one" ] || cp -l "$3/$one" "$notes/newest/$one" 2>/dev/null || cp "$3/$one" "$notes/newest/$one" || return 1
  done
  (cd "$whole" && find . -type f -printf '%P\n' | sort >"$base/incoming/there" &&
    cut -c 67- release/SHA256SUMS | sort | comm -23 - "$base/incoming/there" >"$base/incoming/left") &&
    awk 'gone { left[$0] = 1; next } substr($0, 67) in left' gone=1 "$base/incoming/left" gone=0 \
      "$whole/release/SHA256SUMS" >"$notes/SHA256SUMS" || return 1
  sed -E '/feed\.xml(\.gz|\.br)?$/d
    s#^(reports/[^/]+/[^/]+/[^/]+|projects/[^/]+/[^/]+|search/data/[^/]+|data|changes|rankings)/.*#\1#' "$base/incoming/left" |
    sort -u >"$base/incoming/folders" || return 1
  (cd "$notes/gone" && sed -n 's#/[^/]*$##p' "$base/incoming/folders" | xargs -d '\n' -r mkdir -p -- &&
    xargs -d '\n' -r touch -- <"$base/incoming/folders") || return 1
  withdrawn_page >"$notes/410.html" || return 1
  mkdir -p "$base/reduced" || return 1
  reduced=reduced/$2.$(date +%s%N)
  # No older tab finds it either: before it serves, so that at no moment it can be read.
  if [ -d "$base/kept" ]; then
    (cd "$base/kept" && xargs -d '\n' -r rm -f -- <"$base/incoming/left") || return 1
  fi
  mv -T "$whole" "$base/$reduced" && sync -f "$base/reduced" &&
    rm -f "$base/incoming/there" "$base/incoming/folders" "$base/incoming/left"
}

withdrawn_page() {
  cat <<'END'
<!doctype html>
<html lang="zh">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>已撤回</title></head>
<body><h1>已撤回</h1><p>这里的报告已经撤回，不再公开。</p></body>
</html>
END
}

# What a rollback that is over left behind.
clear_reduced() {
  [ -d "$base/reduced" ] || return 0
  find "$base/reduced" -mindepth 1 -maxdepth 1 ! -name "$(basename "$(readlink "$base/current")")" -exec rm -rf {} + &&
    { rmdir "$base/reduced" 2>/dev/null || true; }
}

# Paths below folder $1 that are not as the list $2 has them; all processors work on it.
check_sums() (
  cd "$1" || exit 1
  parts=$(nproc)
  part=0
  while [ "$part" -lt "$parts" ]; do
    awk -v n="$parts" -v i="$part" 'NR % n == i' "$2" |
      sha256sum --check --quiet --strict - 2>/dev/null |
      sed -un 's/: FAILED\( open or read\)\{0,1\}$//p' &  # line by line: several write side by side
    part=$((part + 1))
  done
  wait
)

# Paths of what is in release $1 and not on its list: other files, links, whatever it is.
check_extra() {
  cut -c 67- "$1/release/SHA256SUMS" | sort >"$base/incoming/listed"
  find "$1" ! -type d -printf '%y%P\n' | sed 's/^f//; t; s/^./ /' |
    grep -Evx 'release/SHA256SUMS(\.sig)?' | sort | comm -13 "$base/incoming/listed" - | sed 's/^ //'
  rm -f "$base/incoming/listed"
}

# A release is whole: exactly the listed files, each as listed; prints what is not.
check_whole() {
  check_extra "$1" | sed 's/^/extra /'
  check_sums "$1" "$1/release/SHA256SUMS" | sed 's/^/bad /'
}

# A folder with anything of somebody else's in it, a site or a release among that, is never made ours.
foreign() {
  [ ! -e "$base/.lock" ] && [ -n "$(find "$base" -mindepth 1 ! -name lost+found -print -quit 2>/dev/null)" ]
}

# Where nothing was published yet, only for who says that it is to be new: a name that is mistyped
# makes no folder.
do_lock() {
  expect none 'lock(new)?' "lock$1" || return
  ! foreign || { fail foreign; return; }
  [ -e "$base/.lock" ] || [ "$1" = new ] || { fail absent; return; }
  # Not `:` nor a bare `exec`: what they cannot open ends the whole shell.
  { mkdir -p "$base/releases" "$base/incoming" && true >>"$base/.lock"; } 2>"$errors" ||
    { fail write "$(complaint)"; return; }
  command exec 9>>"$base/.lock"
  flock -n 9 || { fail busy; return; }
  # Without them nothing tells what was public; a person has to look.
  [ -z "$(names)" ] || [ -f "$base/history" ] || { fail lost history; return; }
  [ -L "$base/current" ] || [ ! -e "$base/current" ] || { fail lost current; return; }
  clean_up 2>"$errors" || { fail write "$(complaint)"; return; }
  state=locked
  echo ok
}

# What a deploy that died left behind.
clean_up() {
  serving=$(current)
  if names | grep -qx "$serving" && ! was_published "$serving"; then
    note published "$serving" unconfirmed || return 1
  fi
  find "$base/incoming" -mindepth 1 -delete && clear_reduced || return 1
  for one in $(names); do
    [ "$one" = "$serving" ] || was_published "$one" || discard "$one" || return 1
  done
}

do_state() {
  printf 'current %s\n' "$(current)"
  # Reports that what serves was reduced by.
  sed -n 's#^.\{66\}\(reports/.*/\)index\.html$#left \1#p' "$base/current/release/withheld/SHA256SUMS" 2>/dev/null
  for one in $(published); do
    when=$(grep -s "	published	$one	" "$base/history" | tail -n 1 | cut -f 1,4)
    printf 'release %s\t%s\n' "$one" "${when:-	unconfirmed}"
  done
  echo ok
}

# A file of a release that was made public, of the last one where $1 is "last", of what serves, whole
# or reduced, where it is "current".
do_read() {
  one=$1
  [ "$one" != last ] || one=$(published | tail -n 1)
  case $2 in ../* | */../* | */.. | /*) fail missing; return ;; esac
  file=$base/releases/$one/$2
  [ "$one" != current ] || file=$base/current/$2
  { { [ "$one" = current ] || published | grep -qx "$one"; } && [ -f "$file" ] && [ ! -L "$file" ]; } || { fail missing; return; }
  printf 'size %s\n' "$(wc -c <"$file")"
  cat "$file"
  echo ok
}

# What is wrong, but for what release in folder $1 was reduced by, and the files that tell of that.
but_for_withheld() {
  if [ -f "$1/release/withheld/SHA256SUMS" ]; then
    awk 'BEGIN {
        notes = "extra release/withheld/"
        split("SHA256SUMS 410.html newest/publications.jsonl newest/SHA256SUMS newest/SHA256SUMS.sig", names, " ")
        for (one in names) known[notes names[one]]
      }
      left {
        path = substr($0, 67)
        known["bad " path]
        while (sub("/[^/]*$", "", path)) known[notes "gone/" path]
        next
      }
      !($0 in known)' left=1 "$1/release/withheld/SHA256SUMS" left=0 -
  else
    cat
  fi
}

# What of the release that serves, whole or reduced, is not as its list has it.
do_check() {
  expect locked current "$1" || return
  from=$(readlink -f "$base/current") && [ -f "$from/release/SHA256SUMS" ] || { fail unknown; return; }
  check_whole "$from" | but_for_withheld "$from"
  echo ok
}

# Make room for a release: what did not change since the last one is there already, what was put in
# by hand is not. The room has a name of its own, so that what a dead deploy still sends never gets
# into the next one's.
do_begin() {
  expect locked '[0-9a-f]{12}' "$1" || return
  name=$(printf '%04d-%s' "$(next_number)" "$1")
  room=$base/incoming/$name.$(date +%s%N)
  last=$(published | tail -n 1)
  if [ -n "$last" ]; then
    check_extra "$base/releases/$last" >"$base/incoming/strays" &
    cp -al "$base/releases/$last" "$room" 2>/dev/null || { rm -rf "$room" && cp -a "$base/releases/$last" "$room"; }
  else
    mkdir "$room"
  fi 2>"$errors" || { fail write "$(complaint)"; return; }
  if [ -n "$last" ]; then
    wait
    (cd "$room" && xargs -d '\n' -r rm -f -- <"$base/incoming/strays")
    sed 's/^/stray /' "$base/incoming/strays"
    rm -f "$base/incoming/strays"
  fi
  state=room
  printf 'room %s\nok\n' "$(basename "$room")"
}

# The next $1 lines are paths that the release does not have.
do_remove() {
  expect room '[0-9]{1,9}' "$1" || return
  head_lines "$1" >"$base/incoming/gone"
  if grep -Eq '(^|/)\.\.?(/|$)|^/|^$' "$base/incoming/gone"; then
    rm -f "$base/incoming/gone"
    fail usage
    return
  fi
  { (cd "$room" && xargs -d '\n' -r rm -f --) <"$base/incoming/gone" &&
    find "$room" -mindepth 1 -type d -empty -delete; } 2>"$errors" || { fail write "$(complaint)"; return; }
  rm -f "$base/incoming/gone"
  echo ok
}

head_lines() {
  left=$1
  while [ "$left" -gt 0 ] && IFS= read -r line; do
    printf '%s\n' "$line"
    left=$((left - 1))
  done
}

# The release in the room may serve: listed in full, continuing the record, signed, every byte right.
may_serve() {
  sums=$room/release/SHA256SUMS
  if [ ! -f "$sums" ] || grep -Evxq '[0-9a-f]{64}  [^\\/][^\\]*' "$sums" || grep -Eq '( |/)\.\.?(/|$)' "$sums"; then
    fail nosums
    return
  fi
  digest=$(sha256sum <"$sums")
  case $digest in ${name#*-}*) ;; *) printf 'bad release/SHA256SUMS\n'; fail damaged; return ;; esac
  last=$(published | tail -n 1)
  record=release/publications.jsonl
  if [ -n "$last" ] && ! cmp -s -n "$(wc -c <"$base/releases/$last/$record")" "$base/releases/$last/$record" "$room/$record"; then
    fail record "$last"
    return
  fi
  [ -z "$signers" ] || signed "$sums" || { fail unsigned; return; }
  wrong=$(check_whole "$room")
  [ -z "$wrong" ] || { printf '%s\n' "$wrong"; fail damaged; return; }
}

signed() {
  [ -f "$signers" ] && [ -f "$1.sig" ] || return 1
  who=$(ssh-keygen -Y find-principals -s "$1.sig" -f "$signers" 2>/dev/null | head -n 1)
  [ -n "$who" ] && ssh-keygen -Y verify -f "$signers" -I "$who" -n jixiao-release \
    -s "$1.sig" <"$1" >/dev/null 2>&1
}

# Files whose name tells their content serve from one folder for all releases. One that is the same
# file on the disk was checked with the release; another is checked, and mended where it is bad.
keep_lasting() {
  mkdir -p "$base/kept" || return 1
  numbered "$1" >"$base/incoming/here"
  numbered "$base/kept" >"$base/incoming/there"
  comm -23 "$base/incoming/here" "$base/incoming/there" | cut -d ' ' -f 2- | sort >"$base/incoming/other"
  cut -d ' ' -f 2- "$base/incoming/there" | sort | comm -13 - "$base/incoming/other" | link_from "$1" || return 1
  sed 's/^/ /' "$base/incoming/other" | grep -Ff - "$1/release/SHA256SUMS" >"$base/incoming/lasting"
  check_sums "$base/kept" "$base/incoming/lasting" | link_from "$1" || return 1
  (cd "$base/incoming" && rm -f here there other lasting)
}

# The lasting files below a folder, each with its number on the disk, in order.
numbered() (
  cd "$1" && find search assets -type f -printf '%i %p\n' 2>/dev/null | grep -Ex "[0-9]+ ($lasting)" | sort
)

# Give files of a release, whose paths come in, to `kept`: links where the file system has them.
link_from() (
  cd "$1" || exit 1
  cat >"$base/incoming/links"
  xargs -d '\n' -r cp -lf --parents -t "$base/kept" -- <"$base/incoming/links" 2>/dev/null ||
    xargs -d '\n' -r cp -f --parents -t "$base/kept" -- <"$base/incoming/links" || exit 1
  rm -f "$base/incoming/links"
)

# What is about to serve is on the disk: the files that came in, which nothing else shares; where
# they are many, all that the system holds back.
on_disk() {
  find "$1" -type f -links 1 -print0 >"$base/incoming/new"
  if [ "$(tr -cd '\0' <"$base/incoming/new" | wc -c)" -lt 5000 ]; then
    xargs -0 -r sync -- <"$base/incoming/new"
  else
    sync -f "$base"
  fi 2>/dev/null
  rm -f "$base/incoming/new"
}

do_publish() {
  expect room || return
  # Nothing more comes in from here on, not even through an upload that began before.
  command exec 8<"$base/incoming"
  flock -x -w 30 8 || { fail busy; return; }
  on_disk "$room" & # the disk works while the processors compare
  may_serve || { wait; flock -u 8; return 1; }
  wait
  former=$(readlink "$base/current" 2>/dev/null)
  keep_lasting "$room" 2>"$errors" || { fail write "$(complaint)"; return; }
  { mv -T "$room" "$base/releases/$name" && switch "releases/$name"; } 2>"$errors" ||
    { fail write "$(complaint)"; return; }
  state=published
  printf 'former %s\nok\n' "$(released "$former")"
}

# It serves and is well: write that down, and let the oldest go beyond the number to keep.
do_confirm() {
  expect published '[1-9][0-9]{0,5}' "$1" || return
  state=over
  { note published "$name" "$2" && let_go "$1" && prune_kept; } 2>"$errors" || { fail write "$(complaint)"; return; }
  echo ok
}

let_go() {
  for one in $(published | head -n "-$1"); do
    [ "$one" = "$name" ] || discard "$one" || return 1
  done
}

# It is not well: the former serves again, and the new one was never there. What the new one withdrew
# stays withdrawn; where that cannot be done, the new one goes on serving.
do_undo() {
  expect published || return
  state=over
  { forgo_withdrawn && if [ -n "$former" ]; then switch "$former"; else rm -f "$base/current"; fi; } 2>"$errors" ||
    { fail write "$(complaint)"; return; }
  note failed "$name" "$1" 2>/dev/null
  discard "$name"
  prune_kept 2>/dev/null
  rm -f "$base/incoming/back"
  echo ok
}

# The former as it may serve again; tells what it is reduced by.
forgo_withdrawn() {
  old=$(cd "$base" && readlink -m "$former")
  if [ -z "$former" ] || [ ! -f "$old/release/publications.jsonl" ]; then return 0; fi
  new=$base/releases/$name/release
  brought_back "$old" "$new/publications.jsonl" || return 1
  [ -s "$base/incoming/back" ] || return 0
  reduce "$old" "$(released "$former")" "$new" || return 1
  former=$reduced
  sed 's/^/left /' "$base/incoming/back"
}

# A release in which a report stands that was withdrawn since serves only where the third word is
# "without", and without it.
do_rollback() {
  expect locked '[0-9]{1,9}' "$1" || return
  to=$(published | grep -Ex "0*$1-.*") || { fail unknown; return; }
  from=$base/releases/$to
  wrong=$(check_whole "$from")
  [ -z "$wrong" ] || { printf '%s\n' "$wrong"; fail damaged; return; }
  reduced='' known=$(newest)
  brought_back "$from" "$known/publications.jsonl" 2>"$errors" || { fail write "$(complaint)"; return; }
  if [ -s "$base/incoming/back" ] && [ "$3" != without ]; then
    sed 's/^/withdrawn /' "$base/incoming/back"
    rm -f "$base/incoming/back"
    fail withdrawn
    return
  fi
  former=$(readlink "$base/current" 2>/dev/null)
  { { [ ! -s "$base/incoming/back" ] || reduce "$from" "$to" "$known"; } &&
    keep_lasting "$base/${reduced:-releases/$to}" && switch "${reduced:-releases/$to}" && note rollback "$to" "$2"; } 2>"$errors" ||
    { fail write "$(complaint)"; return; }
  state=back
  sed 's/^/left /' "$base/incoming/back"
  rm -f "$base/incoming/back"
  echo ok
}

# The release that a rollback left serves again.
do_return() {
  expect back || return
  [ -n "$former" ] || { fail usage; return; }
  state=over
  { switch "$former" && note rollback "$(released "$former")" "$1"; } 2>"$errors" || { fail write "$(complaint)"; return; }
  echo ok
}

case ${SSH_ORIGINAL_COMMAND:-} in
  'rsync '*)
    rsync_only "$SSH_ORIGINAL_COMMAND"
    echo "jixiao-receiver: refused, this key brings releases to $base" >&2
    exit 1
    ;;
esac

errors=$(mktemp) || exit 1
trap 'rm -f "$errors"' EXIT
state=none name='' room='' former=''
trap '' PIPE HUP INT TERM # who listens may be gone: what was begun is ended all the same
there=$base
while [ ! -d "$there" ]; do there=$(dirname "$there"); done
free=$(df -kP "$there" 2>/dev/null | awk 'NR == 2 { print $4 }')
printf 'jixiao-receiver 3 %s %s %s\n' "$(date +%s)" "${free:-0}" "$base"
while IFS= read -r command; do
  # shellcheck disable=SC2086  # a verb and its words
  set -- $command
  case ${1:-} in
    publish | state) "do_$1" ;;
    read)
      path=${command#read }
      do_read "${2:-}" "${path#* }"
      ;;
    lock | begin | check | remove | undo | return | confirm | rollback)
      verb=$1
      shift
      "do_$verb" "${1:-}" "${2:-}" "${3:-}"
      ;;
    *) fail usage ;;
  esac
done
# The client went before it could tell that the new release is well, or was told that it is not.
[ "$state" != published ] || do_undo lost >/dev/null
[ -z "$room" ] || rm -rf "$room"
exit 0
