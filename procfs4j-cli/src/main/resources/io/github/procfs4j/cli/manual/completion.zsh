#compdef procfs
# zsh completion for procfs

_procfs() {
  local command=${words[2]} previous=${words[CURRENT-1]} flags value
  local -a names
  ((CURRENT > 2)) || command=
  if [[ $PREFIX == --*=* ]]; then
    previous=${PREFIX%%=*}
    compset -P '*='
  fi

  _procfs_arguments "$command" "$previous"
  if [[ $PREFIX == -* && -n $flags ]]; then
    compadd -- ${=flags}
    return
  fi
  case $value in
    directory) _files -/ ;;
    file) _files ;;
    recording) _files -g '*.rec' ;;
    process) compadd -- /proc/<->(N:t) ;;
    *)
      if [[ $PREFIX == pid:* && $value == *pid:* ]]; then
        # Only names that need no quotes.
        names=(${(fu)"$(cat /proc/<->/comm 2>/dev/null | grep -x '[A-Za-z0-9_.+-]*')"})
        compadd -- pid:${^names}
      else
        compadd -- ${${=value}:#pid:}
        [[ $value != *pid:* ]] || compadd -S '' -- pid:
      fi
      ;;
  esac
}

@ARGUMENTS@

if [[ $funcstack[1] == _procfs ]]; then
  _procfs "$@"
else
  compdef _procfs procfs
fi
