# shellcheck shell=bash
# What ./procfs, ./bench, ./sample and ./package share: they find a JDK, build on first use and after changes, and run.
# The script that sources this file has set root, the repository, and name, its own name.
: "${root:?}" "${name:?}"

readonly oldest_jdk=25

# shellcheck source=.launch/start.sh
source "$root/.launch/start.sh" || exit 3

# For how many seconds a build waits for another one.
readonly patience=1200

# When root runs this, the environment may be that of the user who became root. Nothing in it that
# this user controls decides what root runs: of PATH, HOME and JAVA_HOME only directories count that
# root alone can change, and java and Maven see nothing else of it but language and time zone.
trust_root_only() {
  ((EUID == 0)) || return 0
  local entry place own entries=() trusted=()
  IFS=: read -ra entries <<<"$PATH"
  find_own "${entries[@]}" "${JAVA_HOME-}" "${HOME-}"
  for entry in "${entries[@]}"; do
    ! is_roots "$entry" || trusted+=("$place")
  done
  printf -v PATH '%s:' "${trusted[@]-/usr/bin:/bin}"
  PATH=${PATH%:}
  if is_roots "${HOME-}"; then HOME=$place; else HOME=~root; fi
  if [[ -n ${JAVA_HOME-} ]]; then
    if is_roots "$JAVA_HOME"; then
      JAVA_HOME=$place
    else
      [[ ! -d $JAVA_HOME ]] || say "JAVA_HOME is ignored, as root runs this and others can change $JAVA_HOME."
      JAVA_HOME=
    fi
  fi
  clean_environment
}

# Sets place to the real path of the directory $1. Use place afterwards, not $1: through /proc/PID/root,
# $1 may lead to a directory that has this path only for the process PID. A path with a newline has none, as find_own
# would take it for two.
find_place() {
  [[ $1 == /* ]] && place=$(cd -P -- "$1" 2>/dev/null && pwd -P) && [[ $place == /* && $place != *$'\n'* ]] || return 1
  place=${place/#\/\//\/}
}

# Sets own: of these directories and all above them, those that only root can change, each between
# newlines. A single find takes a tenth of the time of one for each directory.
find_own() {
  local directory all=(/)
  for directory; do
    find_place "$directory" || continue
    while [[ -n $place ]]; do
      all+=("$place")
      place=${place%/*}
    done
  done
  own=$'\n'$(command -p find "${all[@]}" -maxdepth 0 \
    -user 0 ! -perm /0022 -print 2>/dev/null)$'\n'
}

# Whether only root can change what the directory $1 leads to, its place, by what find_own found. To a
# directory with the sticky bit, such as /tmp, others can add entries, but not replace those there.
is_roots() {
  find_place "$1" || return 1
  local above=$place
  while [[ -n $above ]]; do
    [[ $own == *$'\n'"$above"$'\n'* || ($above != "$place" && -k $above && -O $above) ]] || return 1
    above=${above%/*}
  done
}

# Whether $1 is a JDK that is new enough, by the release file that every JDK has; starting its java would
# take some 40 ms each time.
is_new_jdk() {
  local key value
  [[ -x $1/bin/javac && -r $1/release ]] || return 1
  while IFS='=' read -r key value; do
    if [[ $key == JAVA_VERSION && $value =~ ^\"?([0-9]+) ]]; then
      ((BASH_REMATCH[1] >= oldest_jdk))
      return
    fi
  done <"$1/release"
  return 1
}

# Sets jdk: JAVA_HOME if it is new enough, or else what java on the PATH belongs to, or else one
# found where JDKs usually are.
find_jdk() {
  local place java
  if [[ -n ${JAVA_HOME-} ]] && is_new_jdk "$JAVA_HOME"; then
    jdk=$JAVA_HOME
    return
  fi
  if java=$(type -P java) && java=$(readlink -f "$java") && is_new_jdk "${java%/bin/java}"; then
    jdk=${java%/bin/java}
    return
  fi
  for place in /usr/lib/jvm/* /opt/*jdk* /opt/*/*jdk* ~/.sdkman/candidates/java/* ~/.jdks/*; do
    if is_new_jdk "$place"; then
      jdk=$place
      return
    fi
  done
  missing "no JDK $oldest_jdk or later was found: install one (under /usr/lib/jvm, for example) or let JAVA_HOME name it."
}

# Sets app: a directory with the jars of the module $1 as its sources are now. A build makes a new
# directory each time: a recording that has been running for a week keeps the jars it began with. For as
# long as it runs, it holds a lock on its directory through descriptor 9, which stays open in java.
# All users who may read the directory may lock it, so the launcher never waits for that lock: without
# it, the jars may be removed when the next build is done.
find_app() {
  local apps=$root/$1/target/apps
  while :; do
    is_current "$1" "$apps/current" || build "$1" "$apps" || exit
    # The file built contains the path of its directory: reading it is cheaper than starting readlink.
    read -r app <"$apps/current/built"
    [[ $app -ef $apps/current ]] || app=$(readlink -f "$apps/current")
    if ! { exec 9<"$app"; } 2>/dev/null; then
      [[ ! -e $app ]] || missing "$app cannot be read."
      continue
    fi
    # Unless a build that ended just now has replaced and removed it.
    if flock --shared --nonblock 9 || [[ $app -ef $apps/current ]]; then
      [[ ! -e $app/built ]] || return 0
    fi
  done
}

# Whether nothing that goes into the module $1 has changed since $2 was built. Directories count, because
# they change when files are removed.
is_current() {
  local changed places=("$root"/{procfs4j,procfs4j-jfr,"$1"}/{pom.xml,src/main})
  [[ -e $2/built ]] || return 1
  [[ $1 != procfs4j-samples ]] || places+=("$root"/procfs4j-{jmh,micrometer,opentelemetry}/{pom.xml,src/main})
  [[ $1 != procfs4j-bench ]] || places+=("$root"/procfs4j-micrometer/{pom.xml,src/main})
  changed=$(find "$root/pom.xml" "${places[@]}" "$root/docs/scope.md" -newer "$2/built" -print -quit)
  [[ -z $changed ]]
}

# Sets cache: what the JDK keeps of a training run, so that the command starts in a third of the time. It
# is valid for these jars in their place, for this JDK and for the same options; otherwise the JDK
# ignores it. An empty file means that none could be made.
find_cache() {
  local made_for=() now=("$app")
  cache=$app/${jdk//\//_}.aot
  mapfile -t -O 1 now <"$jdk/release"
  [[ ! -r $cache.for ]] || mapfile -t made_for <"$cache.for"
  [[ ${made_for[*]} == "${now[*]}" ]] || train
}

# What root runs is for root alone to change, whatever umask the user had who became root.
keep_for_root() {
  ((EUID != 0)) || umask go-w
}

# Makes the cache. A second launcher waits, and finds the work done.
train() (
  keep_for_root
  lock=${app%/*}/lock
  if [[ ! -w $app || ! -w $lock ]] || ! exec 8<>"$lock" || ! flock --timeout 60 8; then
    exit 0
  fi
  [[ ! -r $cache.for ]] || mapfile -t made_for <"$cache.for"
  [[ ${made_for[*]} != "${now[*]}" ]] || exit 0
  say 'running once for the JDK to learn how to start it quickly: some 5 s'
  rm -f "$cache.new"
  train_cache "$jdk/bin/java" "$cache.new" >"$app/training.log" 2>&1 8<&- 9<&-
  [[ -s $cache.new ]] || : >"$cache.new"
  mv -f "$cache.new" "$cache" && printf '%s\n' "${now[@]}" >"$cache.for"
)

# Builds the module $1 and makes it $2/current. A second launcher waits, and finds the work done. The
# lock is on a file that only its owner can open.
build() (
  keep_for_root
  apps=$2
  [[ -n $(type -P mvn) ]] || missing 'Maven was not found, and it is needed to build: install it (apt-get install maven, for example).'
  if ! mkdir -p "$apps" || ! (umask 077 && : >>"$apps/lock") || ! exec 8<>"$apps/lock"; then
    missing "what is built cannot be written to $apps."
  fi
  if ! flock --nonblock 8; then
    say 'waiting for another build to end'
    flock --timeout "$patience" 8 || missing "another build has held the lock on $apps/lock for $patience s: end it, or try again later."
  fi
  is_current "$1" "$apps/current" && exit 0
  if ! new=$(mktemp -d "$apps/XXXXXXXX") || ! chmod "$(umask -S)" "$new"; then
    missing "what is built cannot be written to $apps."
  fi
  # From before the build, so that what changes while it runs is built next time.
  touch "$new/started" && readlink -f "$new" >"$new/built"

  say "building with $jdk"
  "${clean[@]}" JAVA_HOME="$jdk" mvn -B -f "$root/pom.xml" -pl "$1" -am -Dquick package \
    </dev/null 8<&- 2>&1 | tee "$apps/build.log" | show_progress
  if ((PIPESTATUS[0] != 0)); then
    rm -r "$new"
    show_errors "$apps/build.log"
    missing "the build failed; its complete output is in $apps/build.log."
  fi
  if ! cp -t "$new" "$root/$1/target/app/"*.* || ! touch -r "$new/started" "$new/built" \
    || ! ln -sfn "${new##*/}" "$apps/next" || ! mv -fT "$apps/next" "$apps/current"; then
    missing "what was built cannot be written to $apps."
  fi
  for old in "$apps"/????????; do
    [[ $old -ef $apps/current ]] || flock --nonblock "$old" rm -r "$old" || : # it is in use
  done
)

# Shows one line that is overwritten on a terminal; elsewhere, one line for each module.
show_progress() {
  local line doing start=$SECONDS
  while IFS= read -r line; do
    if [[ $line =~ ^\[INFO\]\ Building\ ([^ ]+)\ .*\[([0-9]+/[0-9]+)\]$ ]]; then
      doing="${BASH_REMATCH[1]} (${BASH_REMATCH[2]})"
      [[ -t 2 ]] || say "building $doing"
    elif [[ $line =~ ^\[INFO\]\ ---\ [^:]+:[^:]+:([^ ]+)\ .*@\ ([^ ]+)\ --- ]]; then
      doing="${BASH_REMATCH[2]}: ${BASH_REMATCH[1]}"
    elif [[ $line =~ Downloading\ from\ .*/([^/ ]+)$ ]]; then
      doing="downloading ${BASH_REMATCH[1]}"
    else
      continue
    fi
    [[ ! -t 2 ]] || printf '\r\e[K%s: building, %d s: %.50s' "$name" $((SECONDS - start)) "$doing" >&2
  done
  [[ ! -t 2 ]] || printf '\r\e[K' >&2
}

# Shows each error once: Maven repeats the compiler's messages in its summary. Its general advice is left out.
show_errors() {
  sed -n -E -e '/^\[ERROR\] Failed to execute goal .* Compilation failure/q' \
    -e 's/ *-> \[Help 1\]$//' \
    -e '/ERROR\] (\[Help 1|To see the full|Re-run|For more|After correcting|  mvn )|^\[ERROR\] *$/d' \
    -e '/^\[ERROR\]|^Error/p' "$1" | head -n 30 >&2
}
