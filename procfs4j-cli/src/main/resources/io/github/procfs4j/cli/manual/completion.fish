# fish completion for procfs

function __procfs_pids
    string match -r '^[0-9]+$' -- (path basename /proc/*)
end

# Only names that need no quotes.
function __procfs_processes
    echo pid:
    cat /proc/*/comm 2>/dev/null | string match -r '^[A-Za-z0-9_.+-]+$' | sort -u | string replace -r '^' pid:
end

complete -c procfs -f
@ARGUMENTS@
