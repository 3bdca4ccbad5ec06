package io.github.procfs4j.process;

import io.github.procfs4j.model.Source;
import io.github.procfs4j.printable.Printable;
import io.github.procfs4j.sampling.Fact;
import io.github.procfs4j.sampling.OnceFile;
import io.github.procfs4j.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * {@code /proc/<pid>/cmdline}: the arguments with which a program was started, or what the process
 * has written over them.
 *
 * <p>The kernel prints the memory in which it stored the arguments when the program was started,
 * each terminated by a NUL byte. This memory belongs to the process, which may have changed it:
 * arguments may have been emptied or blanked out, and many programs overwrite them with a
 * <em>title</em> that states what they do. The text is empty for a kernel thread and for a process
 * that has ended.
 *
 * <p>A title can be recognized if it overwrote the last NUL: the kernel then prints the memory up
 * to the first NUL, even beyond the arguments. So the text is a title
 *
 * <ul>
 *   <li>if it contains no NUL;
 *   <li>if its only NUL is the last byte, and its length differs from that of the arguments, {@code
 *       arg_end} minus {@code arg_start} of {@code stat}, which are shown only to those who may
 *       trace the process.
 * </ul>
 *
 * <p>A title that is shorter than the arguments and followed by NULs cannot be distinguished from
 * an argument followed by empty ones, and is treated as such. {@link #displayName} is the same for
 * both.
 *
 * <p>The text may have any length, up to about 6 MiB by default; kernels before 4.2 truncate it to
 * one page, within an argument. Reading waits while the process changes its memory map. {@code
 * fs/proc/base.c}, proc_pid_cmdline(5).
 */
public final class CommandLine {
  /** The file as a source; its root is the directory of a process or thread. */
  public static final OnceFile<CommandLine> FILE =
      new OnceFile<>(
          new Source(
              "pid/cmdline",
              "The command line of a process, or the title that it gave itself",
              Source.Mode.ONCE,
              "",
              "",
              "",
              "proc_pid_cmdline(5), fs/proc/base.c"),
          (file, text) -> of(text),
          directory -> directory.resolve("cmdline"),
          (line, directory) -> line.facts());

  private final List<String> arguments;
  private final Optional<String> title;

  private CommandLine(List<String> arguments, Optional<String> title) {
    this.arguments = List.copyOf(arguments);
    this.title = title;
  }

  /**
   * Parses a text without further knowledge: any text is a command line.
   *
   * @param text the bytes of {@code cmdline}, unchanged
   * @return the command line
   */
  public static CommandLine of(byte[] text) {
    return of(text, OptionalLong.empty());
  }

  /**
   * Parses a text.
   *
   * @param text the bytes of {@code cmdline}, unchanged
   * @param length the length of the arguments in bytes when the program was started, {@code arg_end
   *     - arg_start} of {@code stat}, if it is known
   * @return the command line
   */
  public static CommandLine of(byte[] text, OptionalLong length) {
    Objects.requireNonNull(length, "length");
    List<String> arguments = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < text.length; i++) {
      if (text[i] == 0) {
        arguments.add(Words.of(text, start, i));
        start = i + 1;
      }
    }
    boolean isEnded = start == text.length;
    if (!isEnded) {
      arguments.add(Words.of(text, start, text.length));
    }
    boolean isTitle =
        arguments.size() == 1
            && (!isEnded || (length.isPresent() && length.getAsLong() != text.length));
    return isTitle
        ? new CommandLine(List.of(), Optional.of(arguments.getFirst()))
        : new CommandLine(arguments, Optional.empty());
  }

  private List<Fact> facts() {
    return title
        .<Fact>map(text -> new Fact.Text("title", text))
        .or(() -> arguments.isEmpty() ? Optional.empty() : Optional.of(listed()))
        .stream()
        .toList();
  }

  private Fact listed() {
    return new Fact.Items("arguments", arguments);
  }

  /**
   * {@return the arguments, including empty ones} The first is the name by which the program was
   * called. Empty for a kernel thread, for a process that has ended, and for one that gave itself a
   * {@link #title}. If an argument is not valid UTF-8, its bytes beyond ASCII are shown as {@code
   * \xNN}.
   */
  public List<String> arguments() {
    return arguments;
  }

  /** {@return the title that overwrote the arguments, if it can be recognized} */
  public Optional<String> title() {
    return title;
  }

  /**
   * {@return the display name of the process, as in ps(1): the title, or the arguments separated by
   * blanks, or, if neither has visible characters, the name in brackets: {@code [kthreadd]}} It may
   * contain anything that the process put there, including ends of lines and escape sequences.
   *
   * @param comm the name of the process, from {@code comm} or {@code stat}
   */
  public String displayName(String comm) {
    Objects.requireNonNull(comm, "comm");
    String shown = text();
    return shown.isEmpty() ? "[" + comm + "]" : shown;
  }

  /**
   * {@return the title, or the arguments separated by blanks; empty if they have no visible
   * characters}
   */
  public String text() {
    return title.orElseGet(() -> String.join(" ", arguments)).strip();
  }

  /**
   * {@return a short name that identifies the process in a list: {@link #displayName} without the
   * directory of its program, limited to 80 characters} Interpreters are named after what they run:
   *
   * <ul>
   *   <li>{@code java} after its main class, its jar, its module or, if the main class may be in an
   *       argument file, after that file: {@code java -Xmx1g -cp lib/* com.example.Main 8080} is
   *       {@code com.example.Main 8080}, {@code java -jar /opt/server.jar} is {@code server.jar};
   *   <li>{@code python}, {@code node}, {@code perl}, {@code ruby}, {@code bash} and {@code sh}
   *       after their script, {@code python -m} after the module: {@code /usr/bin/python3 -u
   *       /srv/manage.py run} is {@code manage.py run}. Code that is itself an argument is not a
   *       script: {@code bash -c 'sleep 1'} is not shortened.
   * </ul>
   *
   * <p>If the name of the process is neither that of its program nor that of its script, it comes
   * first: {@code worker: nginx -g off}.
   *
   * @param comm the name of the process, from {@code comm} or {@code stat}
   */
  public String name(String comm) {
    Objects.requireNonNull(comm, "comm");
    return ProcessName.of(comm, this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CommandLine line
        && arguments.equals(line.arguments)
        && title.equals(line.title);
  }

  @Override
  public int hashCode() {
    return 31 * arguments.hashCode() + title.hashCode();
  }

  @Override
  public String toString() {
    return Printable.line(title.orElseGet(arguments::toString));
  }
}
