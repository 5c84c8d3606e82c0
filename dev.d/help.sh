# shellcheck shell=bash

help_verb() {
  case $1 in
    '') cat <<'TEXT'
./dev VERB: everything for working with this checkout. Debian 12; missing packages are installed (root or sudo).

  demo    builds Calloff and shows it at work: simulated portals, a schedule fetched, an ASN sent and proved
  test    builds with sanitizers and runs every test
  check   what a change must pass: format, linters, then test
  fmt     formats the C++ files you changed
  bench   runs the benchmarks
  sim     lives weeks of a gateway with faults and crashes, seed by seed

./dev help VERB says more.
TEXT
      ;;
    demo) cat <<'TEXT'
./dev demo [--once]
Installs what building needs, builds build/release, starts the simulated portals and the gateway on free loopback
ports with an embedded store in var/demo (an older one is moved to var/demo.previous), and walks through one
delivery schedule, one ASN, and one sheet that does not come (its mails go to a real mail server on loopback and stay
in var/demo/mails), each command shown with what it printed. Then it keeps polling until Ctrl-C.
  --once   stops after the walk, prints a summary and exits 0
Afterwards   build/release/bin/calloff --config config/demo --data var/demo VERB   answers from the store.
TEXT
      ;;
    test) cat <<'TEXT'
./dev test [-R REGEX]
Installs what tests need, builds build/dev (address and undefined-behaviour sanitizers) and runs every test.
ctest's summary is the last thing printed; the exit code is ctest's.
  -R REGEX   builds and runs only the test programs whose name fits: ./dev test -R unit_base
One case of one program:   build/dev/tests/unit_base 'name of the case'
TEXT
      ;;
    check) cat <<'TEXT'
./dev check [--all] | --fuzz [SECONDS] | --crash [ROUNDS]
clang-format and shellcheck on all files, clang-tidy and the coroutine query on the .cpp files that differ from the
merge base with main, then ./dev test. The linters all speak before the first failure ends it; exit 1 then.
  --all    clang-tidy and the coroutine query read every file
  --fuzz   instead: every fuzz target for SECONDS (60), from the seeds in fixtures/fuzz; exit 1 if one finds something
  --crash  instead: ROUNDS (20) of kill -9 of the real program at every durable write of a fetch, each before another
           world, and the fetch after it compared with an undisturbed one
TEXT
      ;;
    fmt) cat <<'TEXT'
./dev fmt [--all]
clang-format in place on the .cpp and .hpp files that differ from the merge base with main, new ones included.
  --all   on every one
TEXT
      ;;
    bench) cat <<'TEXT'
./dev bench [NAME]
Builds build/release and runs build/release/bin/calloff-bench-NAME; all of them without a name. Each ends with a table
of what was measured, the target and whether it is met; the exit code is 1 if one is not. docs/performance.md explains.
  portal     bytes to records beside gumbo's parse; a thousand accounts at once beside one; requests made and needed
  schedule   a hundred thousand scheduled jobs; commands as whole processes; recovery with a million documents
One part of it:   build/release/bin/calloff-bench-portal page      (or: requests, accounts)
                  build/release/bin/calloff-bench-schedule jobs    (or: commands, recovery)
TEXT
      ;;
    sim) cat <<'TEXT'
./dev sim [--seeds N] [--seed S] [OPTION...]
Builds build/release and lives weeks of a gateway over virtual time: portals that go wrong, processes that die between
two durable writes, people who step in. After every event it checks what must hold; exit 1 if a seed breaks a promise.
  --seeds N   seeds 1 to N (100), each 6 accounts for 4 days; before them seed 1 for two weeks of 40 accounts
  --seed S    seed S alone (with --seeds N: S and the N - 1 after it)
  --large     two weeks of 40 accounts before the others also with --seed
  --events    prints every event; the same options give the same events
What a seed is made of (a failing one prints them all): --accounts 6 --days 4 --calm-days 1 (at the end, without
trouble), --faults 20 (percent of polls), and a day: --crashes 3 --stops 1 --people 8 --plants 4 (sheets changed)
TEXT
      ;;
    help) echo './dev help [VERB] explains the verbs, or one of them.' ;;
    *) fail 2 "'$1' is not a verb of ./dev; ./dev help lists them." ;;
  esac
}
