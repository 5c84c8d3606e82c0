# How dev talks: its own lines go to stderr, so that stdout is what the tools print.
# shellcheck shell=bash

if [[ -t 2 && -z ${NO_COLOR:-} && ${TERM:-dumb} != dumb ]]; then
  bold=$'\e[1m' plain=$'\e[0m'
else
  bold='' plain=''
fi

say() { printf '%s%s%s\n' "$bold" "$*" "$plain" >&2; }

# fail CODE SENTENCE...: the last thing said
fail() {
  local code=$1
  shift
  printf 'dev: %s\n' "$@" >&2
  exit "$code"
}

usage_error() { fail 2 "./dev $1 does not take '$2'; ./dev help $1 says what it takes."; }

# show_progress: reads "DOING PERCENT TEXT" lines. A terminal gets one line that is rewritten, a log one line every 20 %.
show_progress() {
  local doing percent text before='' shown
  while read -r doing percent text; do
    if [[ $doing != "$before" ]]; then before=$doing shown=-1; fi
    if [[ -t 2 ]]; then
      printf '\r\e[K%s %3s %%  %.60s' "$doing" "$percent" "$text" >&2
    elif ((percent / 20 > shown)); then
      shown=$((percent / 20))
      printf '%s %s %%\n' "$doing" "$percent" >&2
    fi
  done
  if [[ -t 2 ]]; then printf '\r\e[K' >&2; fi
}
