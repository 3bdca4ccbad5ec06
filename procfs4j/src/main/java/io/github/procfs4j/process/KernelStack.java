package io.github.procfs4j.process;

import io.github.procfs4j.model.Source;
import io.github.procfs4j.sampling.Fact;
import io.github.procfs4j.sampling.OnceFile;
import io.github.procfs4j.text.MalformedTextException;
import io.github.procfs4j.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code /proc/<pid>/stack}: the functions of the kernel that a waiting thread is in.
 *
 * <pre>
 * [&lt;0&gt;] futex_wait_queue+0x69/0x90
 * [&lt;0&gt;] __futex_wait+0x12d/0x1b0
 * [&lt;0&gt;] do_syscall_64+0x71/0x280
 * </pre>
 *
 * <p>The text is empty for a thread that runs in user mode. The stack of a thread that runs in the
 * kernel changes while it is printed. Only a process with CAP_SYS_ADMIN in the initial user
 * namespace may read it (since Linux 4.19; before, every reader that may trace the process). Before
 * Linux 4.15 the addresses are shown, and the last line is {@code [<ffffffffffffffff>]
 * 0xffffffffffffffff}, which is not a function. {@code fs/proc/base.c}, proc_pid_stack(5).
 *
 * @param functions the functions, the innermost one first, without offsets, each followed by its
 *     module in brackets if it belongs to one; an address if the kernel has no name for it
 */
public record KernelStack(List<String> functions) {
  /** The file as a source; its root is the directory of a process or thread. */
  public static final OnceFile<KernelStack> FILE =
      new OnceFile<>(
          new Source(
              "pid/stack",
              "The functions of the kernel that a waiting thread is in",
              Source.Mode.ONCE,
              "",
              "CONFIG_STACKTRACE",
              "root",
              "proc_pid_stack(5), fs/proc/base.c"),
          KernelStack::parse,
          directory -> directory.resolve("stack"),
          (stack, directory) ->
              stack.functions.isEmpty()
                  ? List.of()
                  : List.of(new Fact.Items("functions", stack.functions)));

  private static final Pattern LINE =
      Pattern.compile(
          "\\[<[0-9a-f]+>\\] (?:\\? )?(?:([^\\s+]+)\\+0x[0-9a-f]+/0x[0-9a-f]+|(0x[0-9a-f]+))"
              + "(?: (\\[[^\\s\\]]+\\]))?");

  /** The end of a stack before Linux 4.15: ULONG_MAX, with 32 or 64 bits. */
  private static final Pattern END = Pattern.compile("0xf{8}(?:f{8})?");

  /** Copies the list. */
  public KernelStack {
    Objects.requireNonNull(functions, "functions");
    functions = List.copyOf(functions);
  }

  /**
   * Parses a text.
   *
   * @param file the file as the user knows it, for messages
   * @param text its bytes
   * @return the stack
   * @throws MalformedTextException if a line is not a function
   */
  public static KernelStack parse(String file, byte[] text) {
    Objects.requireNonNull(file, "file");
    List<String> functions = new ArrayList<>();
    int begin = 0;
    for (int i = 0; i < text.length; i++) {
      if (text[i] == '\n') {
        Matcher line = LINE.matcher(Words.of(text, begin, i));
        if (!line.matches()) {
          throw MalformedTextException.at(file, text, begin, "a function as [<0>] name+0x1/0x2");
        }
        String name = line.group(1) == null ? line.group(2) : line.group(1);
        if (line.group(1) != null || !END.matcher(name).matches()) {
          functions.add(line.group(3) == null ? name : name + " " + line.group(3));
        }
        begin = i + 1;
      }
    }
    if (begin < text.length) {
      throw MalformedTextException.at(file, text, text.length, "a newline: the text is cut");
    }
    return new KernelStack(functions);
  }
}
