# bash completion for procfs

_procfs_complete() {
  local line=${COMP_LINE:0:COMP_POINT} words current command previous flags value names breaks prefix
  read -ra words <<<"$line"
  current=${line##*[[:blank:]]}
  [[ -z $current ]] || unset 'words[-1]'
  command=${words[1]-} previous=${words[-1]-}
  if [[ $current == --*=* && $COMP_WORDBREAKS == *=* ]]; then
    previous=${current%%=*} current=${current#*=}
  fi

  _procfs_arguments "$command" "$previous"
  case $value in
    directory) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- "$current") ;;
    file) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$current") ;;
    recording)
      compopt -o filenames
      mapfile -t COMPREPLY < <(compgen -d -- "$current"; compgen -f -X '!*.rec' -- "$current")
      ;;
    process) value=$(cd /proc && echo [0-9]*) ;;&
    *pid:*)
      # Only names that need no quotes.
      names=$(cat /proc/[0-9]*/comm 2>/dev/null | grep -x '[A-Za-z0-9_.+-]*' | sort -u | sed 's/^/pid:/')
      value+=" $names"
      ;;&
    *) mapfile -t COMPREPLY < <(compgen -W "$value" -- "$current") ;;
  esac
  if [[ $current == -* && -n $flags ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$flags" -- "$current")
  fi

  # Readline replaces only what follows the last of the characters at which it breaks words.
  breaks=${COMP_WORDBREAKS//[^:@=]/}
  if [[ -n $breaks ]]; then
    prefix=${current%"${current##*[$breaks]}"}
    COMPREPLY=("${COMPREPLY[@]#"$prefix"}")
  fi
  [[ ${COMPREPLY[0]-} != pid: ]] || compopt -o nospace
}

@ARGUMENTS@

complete -F _procfs_complete procfs
