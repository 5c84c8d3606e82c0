# The demo: what a person sees of Calloff in its first minutes.
# shellcheck shell=bash

demo_folder=var/demo
demo_now=2026-03-10T11:12:00+08:00
demo_simulator='' demo_gateway='' demo_watcher=''

# The command as people would type it, then what it printed. calloff itself says what went wrong.
demo_show() {
  printf '\n%s$ calloff %s%s\n' "$bold" "$*" "$plain"
  demo_calloff "$@" || {
    local code=$?
    demo_failed "calloff $* exited with $code."
  }
}

demo_calloff() { build/release/bin/calloff --config config/demo --data "$demo_folder" "$@"; }

demo_failed() {
  if [[ -s $demo_folder/gateway.log ]]; then tail -n 5 -- "$demo_folder/gateway.log" >&2; fi
  fail 1 "The demo stopped: $*" "The gateway's log is $demo_folder/gateway.log, the portals' is $demo_folder/simulator.log."
}

# wait_until SECONDS WHAT COMMAND...: asks until COMMAND succeeds
wait_until() {
  local limit=$((SECONDS + $1)) what=$2
  shift 2
  until "$@"; do
    ((SECONDS < limit)) || demo_failed "waited in vain for $what."
    demo_alive
    sleep 0.1
  done
}

# Both must live for as long as the demo goes on.
demo_alive() {
  local code=0
  if [[ -n $demo_simulator ]] && ! kill -0 "$demo_simulator" 2>/dev/null; then
    wait "$demo_simulator" || code=$?
    demo_failed "the simulated portals exited with $code."
  fi
  if [[ -n $demo_gateway ]] && ! kill -0 "$demo_gateway" 2>/dev/null; then
    wait "$demo_gateway" || code=$?
    demo_failed "the gateway exited with $code."
  fi
}

# announced KEY: a number the simulator wrote about itself
announced() { sed -n "s/.*\"$1\": *\([0-9][0-9]*\).*/\1/p" "$demo_folder/simulator.json"; }

# The gateway before the portals: it signs out of them.
demo_stop() {
  local process
  if [[ -n $demo_watcher ]]; then kill "$demo_watcher" 2>/dev/null; fi
  for process in $demo_gateway $demo_simulator; do
    kill -TERM "$process" 2>/dev/null && wait "$process" 2>/dev/null
  done
  demo_gateway='' demo_simulator='' demo_watcher=''
}

demo_start_portals() {
  build/release/bin/calloff-simulator --port 0 --admin-port 0 --now "$demo_now" --announce "$demo_folder/simulator.json" \
    >"$demo_folder/simulator.log" 2>&1 &
  demo_simulator=$!
  wait_until 20 'the simulated portals' test -s "$demo_folder/simulator.json"
  CALLOFF_DEMO_PORTAL=http://127.0.0.1:$(announced port)
  export CALLOFF_DEMO_PORTAL
  printf 'CALLOFF_DEMO_PORTAL=%s\n' "$CALLOFF_DEMO_PORTAL" >"$demo_folder/env"
  say "The simulated portals listen on $CALLOFF_DEMO_PORTAL (look around in a browser; the clock there says $demo_now)"
}

demo_start_gateway() {
  printf '\n%s$ calloff serve --now %s &%s\n' "$bold" "$demo_now" "$plain"
  demo_calloff serve --now "$demo_now" >"$demo_folder/gateway.log" 2>&1 &
  demo_gateway=$!
  wait_until 20 'the gateway' test -S "$demo_folder/socket"
}

# The walk: a page becomes schedule lines, an order becomes a proven ASN.
demo_walk() {
  local order asn
  demo_show fetch sgm --plant JQ
  demo_show schedule show --customer sgm --plant JQ --limit 12
  demo_show oes list --open
  order=$(demo_calloff oes list --open -o json | sed -n 's/.*"order_no": *"\([^"]*\)".*/\1/p' | head -n 1)
  [[ -n $order ]] || demo_failed 'the portal has no open OES order.'
  demo_show asn new sgm --order "$order"
  asn=$(demo_calloff asn list -o json | sed -n 's/.*"asn": *"\([^"]*\)".*/\1/p' | head -n 1)
  [[ -n $asn ]] || demo_failed 'no ASN was drafted.'
  demo_show asn check "$asn"
  demo_show asn send "$asn" --wait
  demo_show asn show "$asn"
  demo_show run list
}

demo_summary() {
  printf '\n'
  say "Done in $SECONDS s. The store stays in $demo_folder and answers without the portals, for example:"
  printf '  %s\n' "build/release/bin/calloff --config config/demo --data $demo_folder schedule show --bucket week" \
    "build/release/bin/calloff --config config/demo --data $demo_folder asn list"
}

# demo ONCE
demo() {
  SECONDS=0
  mkdir -p var
  # The gateway and the portals inherit the lock: it is free when the last of them has ended.
  exec 9>var/demo.lock
  flock -n 9 || fail 1 'A demo already runs in this checkout.'
  if [[ -e $demo_folder ]]; then
    rm -rf -- "$demo_folder.previous"
    mv -- "$demo_folder" "$demo_folder.previous"
  fi
  mkdir -p -- "$demo_folder"
  trap demo_stop EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  demo_start_portals
  demo_start_gateway
  demo_walk
  if [[ $1 == yes ]]; then
    demo_stop
    demo_summary
    return
  fi
  printf '\n'
  say 'Calloff goes on polling by schedule; Ctrl-C ends it.'
  tail -n 0 -F "$demo_folder/gateway.log" &
  demo_watcher=$!
  wait "$demo_gateway" || true
  demo_alive
}
