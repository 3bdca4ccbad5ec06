package io.github.procfs4j.cli.screens;

import java.util.Locale;
import java.util.function.Predicate;

/**
 * Which processes or threads are shown.
 *
 * <p>{@code user:NAME} shows those of a user, {@code cgroup:PART} those whose control group has
 * this in its path; anything else is a part of the name or the command line, in any case, or the
 * number.
 */
record TaskFilter(String text) implements Predicate<Task> {
  private static final String USER = "user:";
  private static final String GROUP = "cgroup:";

  @Override
  public boolean test(Task task) {
    if (text.startsWith(USER)) {
      return task.user().startsWith(text.substring(USER.length()));
    }
    if (text.startsWith(GROUP)) {
      return !task.group().isEmpty() && task.group().contains(text.substring(GROUP.length()));
    }
    String wanted = text.toLowerCase(Locale.ROOT);
    return wanted.isEmpty()
        || task.name().toLowerCase(Locale.ROOT).contains(wanted)
        || task.command().toLowerCase(Locale.ROOT).contains(wanted)
        || Long.toString(task.number()).equals(wanted);
  }
}
