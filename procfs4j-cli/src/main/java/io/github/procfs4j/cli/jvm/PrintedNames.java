package io.github.procfs4j.cli.jvm;

import io.github.procfs4j.processes.ThreadNames;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The complete names of threads in prints that others request. */
public final class PrintedNames implements ThreadNames {
  private final JavaPrints prints;
  private final Set<Long> asked = new HashSet<>();

  /**
   * Creates names.
   *
   * @param prints contain them
   */
  public PrintedNames(JavaPrints prints) {
    this.prints = prints;
  }

  @Override
  public long version() {
    return prints.prints();
  }

  @Override
  public Optional<String> name(long pid, long tid, long start, String comm) {
    JavaPrints.Named named = prints.of(pid, tid, start, comm);
    if (named == null) {
      asked.add(pid);
      return Optional.empty();
    }
    return Optional.of(named.name());
  }

  /** The processes of threads that were asked for and are in no print, since the last call. */
  public Set<Long> asked() {
    Set<Long> all = Set.copyOf(asked);
    asked.clear();
    return all;
  }
}
