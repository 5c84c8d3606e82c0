# Debian packages: which are missing, and how they get here.
# shellcheck shell=bash

# packages_of SET...: the packages of these sets, one a line (cmake/packages.txt)
packages_of() {
  local wanted=" $* " set package
  while read -r set package; do
    if [[ $set != '#'* && -n $package && $wanted == *" $set "* ]]; then echo "$package"; fi
  done <cmake/packages.txt
}

# missing_packages PACKAGE...: those that dpkg does not list as installed
missing_packages() {
  local installed package
  installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^installed //p') || true
  for package; do
    grep -qxF -- "$package" <<<"$installed" || echo "$package"
  done
}

# as_root COMMAND...: sudo may ask on the terminal (it does not use stdin); the command itself has nobody to ask
as_root() {
  if ((EUID == 0)); then "$@" </dev/null; else sudo -- "$@" </dev/null; fi
}

# apt_quietly LOG ARGUMENT...: apt-get without a question; its words go to the log, its progress to stdout.
# The progress has a descriptor of its own: where it shares stdout, packages whose scripts print something fail to install.
apt_quietly() {
  local log=$1 kind percent text fetching=fetching
  shift
  if [[ $1 == update ]]; then fetching=lists; fi
  # shellcheck disable=SC2016  # the inner shell expands these
  as_root env LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive APT_LISTCHANGES_FRONTEND=none NEEDRESTART_MODE=l \
    sh -c 'log=$1; shift; exec apt-get "$@" 3>&1 >>"$log" 2>&1' apt "$log" \
    -qq -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 -o APT::Status-Fd=3 -o Dpkg::Use-Pty=0 "$@" |
    while IFS=: read -r kind _ percent text; do
      case $kind in
        dlstatus) echo "$fetching ${percent%%.*} $text" ;;
        pmstatus) echo "installing ${percent%%.*} $text" ;;
      esac
    done
}

install_packages() {
  local wanted missing
  mapfile -t wanted < <(packages_of "$@")
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    fail 1 'This is not a Debian: ./dev installs with apt.' "Elsewhere, provide what cmake/packages.txt lists and use cmake --preset release."
  fi
  mapfile -t missing < <(missing_packages "${wanted[@]}")
  ((${#missing[@]})) || return 0

  say "Installing ${#missing[@]} Debian packages:"
  printf '%s ' "${missing[@]}" | fold -s -w 100 | sed 's/^/  /' >&2
  echo >&2
  if ((EUID != 0)); then
    command -v sudo >/dev/null ||
      fail 1 'Installing needs root, and there is no sudo here. As root, once:' "  apt-get update && apt-get install --no-install-recommends ${missing[*]}"
    sudo -n true 2>/dev/null || [[ -t 0 ]] ||
      fail 1 'Installing needs root, and sudo wants a password that nobody is here to type. As root, once:' \
        "  apt-get update && apt-get install --no-install-recommends ${missing[*]}"
    sudo -n true 2>/dev/null || say 'Installing needs root: sudo asks for your password.'
  fi
  mkdir -p build
  local log=build/apt.log
  : >"$log"
  apt_quietly "$log" update | show_progress || apt_failed "$log" 'apt-get update'
  # --no-remove: rather stop than take away something that its owner installed (another Boost, say).
  apt_quietly "$log" install -y --no-remove --no-install-recommends "${missing[@]}" |
    show_progress || apt_failed "$log" 'apt-get install'
  mapfile -t missing < <(missing_packages "${wanted[@]}")
  ((${#missing[@]} == 0)) || apt_failed "$log" "apt-get install (still missing: ${missing[*]})"
}

apt_failed() {
  tail -n 15 "$1" >&2
  local advice='Is the network there, and does /etc/apt list Debian 12 (bookworm) main? Then run the same command again.'
  if grep -q 'no-remove\|Packages need to be removed' "$1"; then
    advice='A package here stands in the way of one that is needed (libboost-dev of another version, mostly); ./dev removes nothing itself.'
  fi
  if grep -qi 'no space left' "$1"; then advice='The disk is full: about 2 GB are needed for the packages.'; fi
  fail 1 "$2 failed; all it said is in $1." "$advice"
}
