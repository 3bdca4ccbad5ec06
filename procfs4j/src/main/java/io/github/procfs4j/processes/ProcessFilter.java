package io.github.procfs4j.processes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.procfs4j.text.Words;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Selects the processes of a table. Immutable. */
public sealed interface ProcessFilter {
  /** {@return a filter that matches all processes that the kernel shows to this user} */
  static ProcessFilter all() {
    return new All();
  }

  /**
   * {@return a filter that matches the processes with these numbers that exist when sampling
   * begins} A process that is given the number of one that has ended does not match.
   *
   * @param pids the numbers in the PID namespace of the procfs
   * @throws IllegalArgumentException if no number is given, or one is not positive
   */
  static ProcessFilter pids(long... pids) {
    Objects.requireNonNull(pids, "pids");
    return new Pids(Arrays.stream(pids).boxed().toList());
  }

  /**
   * {@return a filter that matches the processes with this name in {@code comm}, whenever they are
   * created} Of a longer name the first 15 bytes count, because the kernel keeps no more.
   *
   * @param name the complete name, not empty
   */
  static ProcessFilter named(String name) {
    return new Named(name);
  }

  /**
   * {@return a filter that matches the processes whose command line (the arguments separated by
   * spaces) contains a match of the pattern, whenever they are created} Processes without one, such
   * as kernel threads, are matched by their name.
   *
   * @param pattern the pattern to find
   */
  static ProcessFilter commandLine(Pattern pattern) {
    Objects.requireNonNull(pattern, "pattern");
    return new CommandLines(pattern);
  }

  /**
   * {@return a filter that matches the descendants of a process: its children, their children and
   * so on, whenever they are created, but not the process itself} A process whose parent has ended
   * is found if it was seen before, or if the process adopts orphans ({@code
   * PR_SET_CHILD_SUBREAPER} of prctl(2)).
   *
   * @param pid the number of the process in the PID namespace of the procfs
   * @throws IllegalArgumentException if the number is not positive
   */
  static ProcessFilter descendants(long pid) {
    return new Descendants(pid);
  }

  /**
   * {@return the filter with this short form: {@code *} for {@link #all}, a number for {@link
   * #pids}, {@code /PATTERN/} for {@link #commandLine}, anything else for {@link #named}}
   *
   * @param text the short form, such as {@code java}
   * @throws IllegalArgumentException if it is none; the message gives the reason
   */
  static ProcessFilter parse(String text) {
    return ShortForm.parse(Objects.requireNonNull(text, "text"));
  }

  /** The short form, which {@link #parse} reads where that is possible. */
  @Override
  String toString();

  /**
   * {@return whether a process with these names matches}
   *
   * @param comm the name in {@code comm}; empty if the command line is given
   * @param commandLine the arguments separated by spaces; empty if there are none, or if {@link
   *     #needsCommandLine} returns false
   */
  boolean matches(String comm, String commandLine);

  /** {@return whether matching requires the command line} */
  default boolean needsCommandLine() {
    return false;
  }

  /** See {@link #all}. */
  record All() implements ProcessFilter {
    @Override
    public boolean matches(String comm, String commandLine) {
      return true;
    }

    @Override
    public String toString() {
      return "*";
    }
  }

  /**
   * See {@link #pids}.
   *
   * @param pids the numbers
   */
  record Pids(List<Long> pids) implements ProcessFilter {
    /** Checks that there is at least one and that all are positive. */
    public Pids {
      if (pids.isEmpty()) {
        throw new IllegalArgumentException("no process");
      }
      for (long pid : pids) {
        if (pid <= 0) {
          throw new IllegalArgumentException("no process has the number " + pid);
        }
      }
      pids = pids.stream().sorted().distinct().toList();
    }

    @Override
    public boolean matches(String comm, String commandLine) {
      return true;
    }

    @Override
    public String toString() {
      return pids.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
  }

  /**
   * See {@link #descendants}.
   *
   * @param pid the number of the process
   */
  record Descendants(long pid) implements ProcessFilter {
    /** Checks that it is positive. */
    public Descendants {
      if (pid <= 0) {
        throw new IllegalArgumentException("no process has the number " + pid);
      }
    }

    /** Names do not matter. */
    @Override
    public boolean matches(String comm, String commandLine) {
      return true;
    }

    /** Such as {@code 1234/*}. */
    @Override
    public String toString() {
      return pid + "/*";
    }
  }

  /**
   * See {@link #named}.
   *
   * @param name the name
   */
  record Named(String name) implements ProcessFilter {
    /** TASK_COMM_LEN in {@code include/linux/sched.h}, without the NUL. */
    private static final int MOST_BYTES = 15;

    /** Checks that it is not empty. */
    public Named {
      if (name.isEmpty()) {
        throw new IllegalArgumentException("an empty name");
      }
    }

    @Override
    public boolean matches(String comm, String commandLine) {
      byte[] bytes = name.getBytes(UTF_8);
      return comm.equals(Words.of(bytes, 0, Math.min(bytes.length, MOST_BYTES)));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * See {@link #commandLine}.
   *
   * @param pattern the pattern to find
   */
  record CommandLines(Pattern pattern) implements ProcessFilter {
    /** Checks for null. */
    public CommandLines {
      Objects.requireNonNull(pattern, "pattern");
    }

    @Override
    public boolean matches(String comm, String commandLine) {
      return pattern.matcher(commandLine.isEmpty() ? comm : commandLine).find();
    }

    @Override
    public boolean needsCommandLine() {
      return true;
    }

    @Override
    public String toString() {
      return "/" + pattern.pattern() + "/";
    }
  }
}
