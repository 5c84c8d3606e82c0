# The demo: what a person sees of Calloff in its first minutes.
# shellcheck shell=bash

demo_folder=var/demo
demo_now=2026-03-10T11:32:00+08:00
demo_simulator='' demo_gateway='' demo_watcher='' demo_mail_server=''
demo_mails=$demo_folder/mails

# The command as people would type it, then what it printed. calloff itself says what went wrong.
demo_show() {
  printf '\n%s$ calloff %s%s\n' "$bold" "$*" "$plain"
  demo_calloff "$@" || {
    local code=$?
    demo_failed "calloff $* exited with $code."
  }
}

# demo_show_failing CODE ARGUMENTS...: what must end with that exit code
demo_show_failing() {
  local expected=$1 code=0
  shift
  printf '\n%s$ calloff %s%s\n' "$bold" "$*" "$plain"
  demo_calloff "$@" || code=$?
  ((code == expected)) || demo_failed "calloff $* exited with $code, not $expected."
}

demo_calloff() { build/release/bin/calloff --config "$demo_folder/config" --data "$demo_folder" "$@"; }

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
  if [[ -n $demo_mail_server ]] && ! kill -0 "$demo_mail_server" 2>/dev/null; then
    wait "$demo_mail_server" || code=$?
    demo_failed "the mail server exited with $code."
  fi
  if [[ -n $demo_gateway ]] && ! kill -0 "$demo_gateway" 2>/dev/null; then
    wait "$demo_gateway" || code=$?
    demo_failed "the gateway exited with $code."
  fi
}

# demo_admin PATH BODY, demo_admin_delete PATH: tells the simulated portals something over their admin port
demo_admin() { demo_ask_admin POST "$1" "$2"; }
demo_admin_delete() { demo_ask_admin DELETE "$1" ''; }

# demo_ask_admin METHOD PATH BODY
demo_ask_admin() {
  local answer
  exec 8<>"/dev/tcp/127.0.0.1/$(announced admin_port)" || demo_failed 'the portals do not listen on their admin port.'
  printf '%s %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s' "$1" "$2" "${#3}" "$3" >&8
  answer=$(cat <&8)
  exec 8>&-
  [[ $answer == 'HTTP/1.1 200'* ]] || demo_failed "the portals refused $1 $2: ${answer%%$'\r'*}"
}

# first_of COLUMN: the first row's value of a CSV listing
first_of() {
  awk -F, -v column="$1" '
    { sub(/\r$/, "") }
    NR == 1 { for (i = 1; i <= NF; ++i) if ($i == column) at = i; next }
    NR == 2 && at { print $at }'
}

# announced KEY: a number the simulator wrote about itself
announced() { sed -n "s/.*\"$1\": *\([0-9][0-9]*\).*/\1/p" "$demo_folder/simulator.json"; }

# The gateway before the portals: it signs out of them.
demo_stop() {
  local process
  for process in $demo_gateway $demo_simulator $demo_watcher $demo_mail_server; do
    kill -TERM "$process" 2>/dev/null || true
    wait "$process" 2>/dev/null || true
  done
  demo_gateway='' demo_simulator='' demo_watcher='' demo_mail_server=''
}

demo_start_portals() {
  build/release/bin/calloff-simulator --port 0 --admin-port 0 --now "$demo_now" --announce "$demo_folder/simulator.json" \
    >"$demo_folder/simulator.log" 2>&1 &
  demo_simulator=$!
  wait_until 20 'the simulated portals' test -s "$demo_folder/simulator.json"
  CALLOFF_DEMO_PORTAL=http://127.0.0.1:$(announced port)
  export CALLOFF_DEMO_PORTAL
  # The simulator's own accounts: they open nothing else.
  export CALLOFF_DEMO_JQ_USER=SIM-JQ CALLOFF_DEMO_JQ_PASSWORD=sim-jq-2026
  export CALLOFF_DEMO_DY_USER=SIM-DY CALLOFF_DEMO_DY_PASSWORD=sim-dy-2026
  export CALLOFF_DEMO_NS_USER=SIM-NS CALLOFF_DEMO_NS_PASSWORD=sim-ns-2026
  export CALLOFF_DEMO_OMX_USER=SIM-OMX CALLOFF_DEMO_OMX_PASSWORD=sim-omx-2026
  say "The simulated portals listen on $CALLOFF_DEMO_PORTAL (look around in a browser; the clock there says $demo_now)"
}

# A real mail server on loopback, which keeps what it takes in a mail box.
demo_start_mail_server() {
  /usr/bin/python3 dev.d/mail_box.py serve "$demo_mails" "$demo_folder/mail_port" >"$demo_folder/mail_server.log" 2>&1 &
  demo_mail_server=$!
  wait_until 20 'the mail server' test -s "$demo_folder/mail_port"
  say "The planners' mail box is $demo_mails, filled by an SMTP server on 127.0.0.1:$(cat -- "$demo_folder/mail_port")"
}

# The demo's configuration, and who is told.
demo_configure() {
  mkdir -p -- "$demo_folder/config"
  cp -R -- config/demo/customers "$demo_folder/config/"
  cat >"$demo_folder/config/calloff.yaml" <<TEXT
mappings: ../../../mappings
calendars: ../../../config/calendars
language: en
notify:
  planners:
    kind: smtp
    server: 127.0.0.1:$(cat -- "$demo_folder/mail_port")
    security: none
    from: calloff@demo.example
    to: planning@demo.example
TEXT
}

# demo_mail_about WORDS: has a mail come with these?
demo_mail_about() { /usr/bin/python3 dev.d/mail_box.py has "$demo_mails" "$1"; }
demo_subjects() { /usr/bin/python3 dev.d/mail_box.py list "$demo_mails"; }

# The gateway's own words are shown as they come, marked with a bar.
demo_start_gateway() {
  printf '\n%s$ calloff serve --now %s &%s\n' "$bold" "$demo_now" "$plain"
  : >"$demo_folder/gateway.log"
  tail -n 0 -F "$demo_folder/gateway.log" 2>/dev/null 9>&- > >(exec sed -u 's/^/  | /' 9>&-) &
  demo_watcher=$!
  build/release/bin/calloff --config "$demo_folder/config" --data "$demo_folder" serve --now "$demo_now" >>"$demo_folder/gateway.log" 2>&1 &
  demo_gateway=$!
  wait_until 20 'the gateway' test -S "$demo_folder/calloff.sock"
}

# The walk: pages become a schedule, a page that is wrong changes nothing, an order becomes a proven ASN, and who waits
# for something that does not come is told.
demo_walk() {
  # From here on plant NS publishes nothing new; step 8 waits for it.
  demo_admin /faults '{"fault": "late_publication", "site": "NS", "times": 0}'
  demo_schedules
  demo_fault
  demo_orders
  demo_consolidated
  demo_asn
  demo_expected
}

demo_schedules() {
  local record release
  say "1. Pick-up sheets (交货计划单发布) of plants JQ and DY become one delivery schedule"
  demo_show fetch sgm --feed daily
  demo_show schedule show --from 2026-03-11 --limit 12
  say '2. Their weekly forecasts (周交货计划预测发布): a week by day, eight by week, three months'
  demo_show fetch sgm --feed weekly
  demo_show release list
  release=$(demo_calloff -o csv release list --plant DY | first_of release)
  [[ -n $release ]] || demo_failed 'DY has published no release.'
  demo_show release show "$release"
  say '3. Every figure leads back to the bytes of its page'
  record=$(demo_calloff -o csv schedule show --plant JQ --from 2026-03-11 --limit 1 | first_of record)
  demo_show explain "$record"
}

# One injected fault: the portal publishes half of the parts, and nothing of it is believed.
demo_fault() {
  local document
  say "4. DY's portal goes wrong: the next release holds half the parts. It is kept apart, and the last good one stands"
  demo_admin /faults '{"fault": "half_the_parts", "site": "DY", "times": 0}'
  demo_admin /releases '{"site": "DY"}'
  demo_show_failing 1 fetch sgm --plant DY --feed weekly
  demo_show drift list
  document=$(demo_calloff -o csv drift list | first_of document)
  demo_show drift show "$document"
  demo_show release list --plant DY
  say '   The portal is mended: the next poll takes the release as it is now'
  demo_admin_delete '/faults?site=DY'
  demo_show fetch sgm --plant DY --feed weekly
  demo_show release list --plant DY
}

demo_orders() {
  say '5. A service-parts (OES) order appears in OMX and is found'
  demo_calloff fetch sgm --feed orders >/dev/null || demo_failed 'the first look at the orders failed.'
  demo_admin /orders '{"type": "VOR", "whCode": "PDC-SH", "lines": 2}'
  demo_show fetch sgm --feed orders
  demo_show oes list --open
}

# What planners log in for: all of it in one table, and what the release that came in step 4 changed.
demo_consolidated() {
  local before after
  say '6. One delivery schedule: sheets where they are out, else weeks and months; both plants and service parts'
  demo_show schedule show --capacity --part '0163*' --pivot week --to 2026-04-30
  demo_show schedule show --capacity --part '0163*' --pivot month
  after=$(demo_calloff -o csv release list --plant DY | first_of release)
  before=$(demo_calloff -o csv release list --plant DY | awk -F, 'NR == 3 { print $1 }')
  demo_show release diff "$before" "$after" --min-pct 20
}

demo_asn() {
  local order asn run
  order=$(demo_calloff -o csv oes list --open | sort -t, -k2,2r | awk -F, '$1 == "sgm" { print $2; exit }')
  [[ -n $order ]] || demo_failed 'the portal has no open OES order.'
  say "7. An ASN for order $order: drafted, checked, sent through the portal's form, proved by the portal's own list"
  demo_show asn new sgm --order "$order" --ship 2026-03-10T15:00 --eta 2026-03-11T09:00 --carrier SF --plate 沪A12345
  asn=$(demo_calloff -o csv asn list | first_of asn)
  [[ -n $asn ]] || demo_failed 'no ASN was drafted.'
  demo_show asn check "$asn"
  demo_show asn send "$asn" --wait
  run=$(demo_calloff -o csv run list | awk -F, '$4 == "asn_submit" { print $1; exit }')
  demo_show run show "$run"
  [[ $(demo_calloff -o csv asn list | first_of state) == ACCEPTED ]] || demo_failed "ASN $asn is not ACCEPTED."
}

# A sheet that does not come: nothing happens, and somebody is told; it comes, and they are told that it is over.
demo_expected() {
  say "8. NS should have published tomorrow's sheets by 11:33 and has not. Nothing happens, and at 11:33 a mail goes out"
  wait_until 120 'the mail about NS' demo_mail_about 'new: sgm NS daily'
  printf '\n%s$ the mail in %s%s\n' "$bold" "$demo_mails" "$plain"
  /usr/bin/python3 dev.d/mail_box.py show "$demo_mails" 'new: sgm NS daily'
  demo_show calendar expected --from 2026-03-10 --to 2026-03-10
  demo_show exception list
  say '   NS publishes: the next poll takes the sheets, the ticket closes by itself, and a mail says so'
  demo_admin_delete '/faults?site=NS'
  demo_show fetch sgm --plant NS --feed daily
  wait_until 60 'the mail that it is over' demo_mail_about 'over: sgm NS daily'
  demo_show calendar expected --from 2026-03-10 --to 2026-03-10
  printf '\n%s$ every mail in %s%s\n' "$bold" "$demo_mails" "$plain"
  demo_subjects
}

demo_summary() {
  local lines
  lines=$(demo_calloff -o csv schedule show | tail -n +2 | grep -c .)
  printf '\n'
  say "Done in $SECONDS s: $lines open schedule lines, $(demo_calloff -o csv oes list --open | tail -n +2 | grep -c .) open order lines," \
    "ASN $(demo_calloff -o csv asn list | first_of asn) $(demo_calloff -o csv asn list | first_of state)" \
    "as $(demo_calloff -o csv asn list | first_of remote_id)."
  say "The store stays in $demo_folder and answers without the portals, for example:"
  printf '  %s\n' "build/release/bin/calloff --config config/demo --data $demo_folder schedule show" \
    "build/release/bin/calloff --config config/demo --data $demo_folder asn list"
  say "The planners' mails stay in $demo_mails (a Maildir); $(demo_subjects | wc -l) came."
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
  demo_start_mail_server
  demo_configure
  demo_start_gateway
  demo_walk
  if [[ $1 == yes ]]; then
    demo_stop
    demo_summary
    return
  fi
  printf '\n'
  demo_summary
  say 'Calloff goes on polling by schedule, every minute; Ctrl-C ends it.'
  wait "$demo_gateway" || true
  demo_alive
}
