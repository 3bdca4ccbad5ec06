package io.github.procfs4j.process;

import io.github.procfs4j.model.Source;
import io.github.procfs4j.sampling.Fact;
import io.github.procfs4j.sampling.OnceFile;
import io.github.procfs4j.text.MalformedTextException;
import io.github.procfs4j.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code /proc/<pid>/syscall}: the system call in which a thread waits.
 *
 * <pre>
 * 202 0x7f63e8000b60 0x189 0x0 0x0 0x0 0xffffffff 0x7f63f7ffe3a0 0x7f640608a117
 * </pre>
 *
 * <p>The number of the call, which {@link SystemCallTable} names, its six arguments, the stack
 * pointer and the program counter. There are two other forms: {@code running} if the thread runs or
 * is ready to run, even within a system call, and a negative number, the stack pointer and the
 * program counter if it waits outside of a system call, for example in a page fault. For a kernel
 * thread, which executes no system calls, everything may be 0.
 *
 * <p>The kernel shows it only to those who may attach a debugger to the process: with Yama's {@code
 * ptrace_scope} 1, the default of several distributions, to root and to the ancestors of the
 * process. {@code fs/proc/base.c}, {@code lib/syscall.c}, proc_pid_syscall(5).
 *
 * @param isRunning whether the thread runs or is ready to run; everything else is then empty or 0
 * @param number the number of the system call; empty if the thread is in none
 * @param arguments its six arguments as 64-bit patterns; empty if the thread is in none
 * @param stackPointer the stack pointer
 * @param programCounter the program counter
 */
public record SystemCall(
    boolean isRunning,
    OptionalLong number,
    List<Long> arguments,
    long stackPointer,
    long programCounter) {
  private static final String RUNNING = "running";
  private static final int ARGUMENTS = 6;
  private static final int BITS = 32;
  private static final Pattern HEXADECIMAL = Pattern.compile("0x([0-9a-f]{1,16})");
  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,18}");

  /** The file as a source; its root is the directory of a process or thread. */
  public static final OnceFile<SystemCall> FILE =
      new OnceFile<>(
          new Source(
              "pid/syscall",
              "The system call in which a thread waits, and its arguments",
              Source.Mode.ONCE,
              "",
              "CONFIG_HAVE_ARCH_TRACEHOOK",
              "those who may attach a debugger to the process",
              "proc_pid_syscall(5), fs/proc/base.c"),
          SystemCall::parse,
          directory -> directory.resolve("syscall"),
          (call, directory) -> call.facts());

  /** Copies the list. */
  public SystemCall {
    Objects.requireNonNull(number, "number");
    Objects.requireNonNull(arguments, "arguments");
    arguments = List.copyOf(arguments);
  }

  /**
   * Parses a text.
   *
   * @param file the file as the user knows it, for messages
   * @param text its bytes
   * @return the system call
   * @throws MalformedTextException if it has none of the three forms
   */
  public static SystemCall parse(String file, byte[] text) {
    Objects.requireNonNull(file, "file");
    int end = text.length - 1;
    if (end < 0 || text[end] != '\n') {
      throw MalformedTextException.at(file, text, text.length, "a newline: the text is cut");
    }
    String line = Words.of(text, 0, end);
    if (line.equals(RUNNING)) {
      return new SystemCall(true, OptionalLong.empty(), List.of(), 0, 0);
    }
    String[] words = line.split(" ", -1);
    if (!DECIMAL.matcher(words[0]).matches()) {
      throw MalformedTextException.at(file, text, 0, "running, or the number of a system call");
    }
    long number = Long.parseLong(words[0]);
    List<Long> numbers = new ArrayList<>();
    int at = words[0].length();
    for (int i = 1; i < words.length; i++) {
      Matcher word = HEXADECIMAL.matcher(words[i]);
      if (!word.matches()) {
        throw MalformedTextException.at(file, text, at + 1, "a hexadecimal number");
      }
      numbers.add(Long.parseUnsignedLong(word.group(1), 16));
      at += 1 + words[i].length();
    }
    int count = number < 0 ? 0 : ARGUMENTS;
    if (numbers.size() != count + 2) {
      throw MalformedTextException.at(
          file, text, end, (count + 2) + " hexadecimal numbers, not " + numbers.size());
    }
    long stack = numbers.get(count);
    long program = numbers.get(count + 1);
    boolean isCall = number >= 0 && (stack | program) != 0;
    return new SystemCall(
        false,
        isCall ? OptionalLong.of(number) : OptionalLong.empty(),
        isCall ? numbers.subList(0, count) : List.of(),
        stack,
        program);
  }

  /**
   * {@return whether the thread may be executing 32-bit code, as stack and program are below 4 GiB}
   * The numbers of system calls are then those of another table than the machine's.
   */
  public boolean mayBe32Bit() {
    return (stackPointer >>> BITS) == 0 && (programCounter >>> BITS) == 0;
  }

  private List<Fact> facts() {
    List<Fact> facts = new ArrayList<>();
    facts.add(
        new Fact.Text(
            "state",
            isRunning ? RUNNING : number.isPresent() ? "in a system call" : "in no system call"));
    number.ifPresent(
        of -> {
          facts.add(new Fact.Text("number", Long.toString(of)));
          if (!mayBe32Bit()) {
            SystemCallTable.ofThisMachine()
                .flatMap(table -> table.name(of))
                .ifPresent(name -> facts.add(new Fact.Text("name", name)));
          }
          facts.add(
              new Fact.Items(
                  "arguments",
                  arguments.stream().map(argument -> "0x" + Long.toHexString(argument)).toList()));
        });
    return facts;
  }
}
