package io.github.procfs4j.machine;

import io.github.procfs4j.model.Source;
import io.github.procfs4j.sampling.OnceFile;
import io.github.procfs4j.text.MalformedTextException;
import io.github.procfs4j.text.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The processors that were online when {@code /proc/cpuinfo} was read.
 *
 * <p>Each architecture prints this file in its own way: {@code arch/x86/kernel/cpu/proc.c}, {@code
 * arch/arm64/kernel/cpuinfo.c}, {@code arch/s390/kernel/processor.c}, {@code
 * arch/powerpc/kernel/setup-common.c}, {@code arch/riscv/kernel/cpu.c} and so on. They all print
 * blocks of lines "name : value". A block that begins with "processor" (on s390x: "cpu number")
 * describes one processor, a hardware thread; everything else describes the machine: the header of
 * s390x, the last block of 32-bit ARM or ppc64. Every line is kept under the kernel's own name.
 * {@link Processor} gives types to what x86, arm64, s390x, ppc64 and riscv print, and to what
 * loongarch has in common with them.
 *
 * <p>The kernel prints one processor after another. If processors go online or offline meanwhile,
 * the text does not represent one instant.
 */
public final class CpuInfo {
  /** The file as a source. */
  public static final OnceFile<CpuInfo> FILE =
      new OnceFile<>(
          new Source(
              "cpuinfo",
              "The processors, and which of them share a core",
              Source.Mode.ONCE,
              "",
              "",
              "",
              "proc_cpuinfo(5), arch/*/kernel/"),
          CpuInfo::parse,
          (info, root) -> CpuFacts.of(info, root));

  private static final Set<String> NUMBER = Set.of("processor", "cpu number");
  private static final Pattern TIMEBASE = Pattern.compile("[0-9]{1,18}");

  private final String file;
  private final String text;
  private final List<Processor> processors;
  private final List<Field> fields;

  private CpuInfo(String file, String text, List<Processor> processors, List<Field> fields) {
    this.file = file;
    this.text = text;
    this.processors = processors;
    this.fields = fields;
  }

  /**
   * One line of the file.
   *
   * @param name the kernel's name for it
   * @param value the rest of the line, without the white space around it; empty where the kernel
   *     prints none
   * @param line the number of the line in the file, from 1
   * @param column the byte of this line at which the value begins, from 1
   */
  public record Field(String name, String value, int line, int column) {
    /** Checks for null. */
    public Field {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(value, "value");
    }

    MalformedTextException malformed(String file, String expected) {
      return new MalformedTextException(
          new Problem(file, line, column, WholeText.printable(value), expected, 0));
    }
  }

  /**
   * Reads the text of {@code /proc/cpuinfo}.
   *
   * @param file where the text was read; for messages, also those of {@link Processor}
   * @param text the whole text, ending with the newline that the kernel prints
   * @return the processors and the lines about all of them
   * @throws MalformedTextException if that newline is missing, a line is not "name : value", or a
   *     processor has no number or the number of another one. A value of the wrong type is reported
   *     by the method that returns it, and affects nothing else
   */
  public static CpuInfo parse(String file, byte[] text) {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(text, "text");
    WholeText whole = new WholeText(file, text);
    List<Field> machine = new ArrayList<>();
    List<List<Field>> blocks = new ArrayList<>();
    List<Field> block = machine;
    boolean inBlock = false;
    int line = 0;
    int start = 0;
    while (start < whole.length()) {
      int end = whole.indexOf('\n', start, whole.length());
      line++;
      if (start == end) {
        block = machine;
        inBlock = false;
      } else {
        Field field = field(whole, line, start, end);
        // On ia64, the block of a processor contains a "cpu number" too.
        boolean isOfBlock = inBlock && !block.getFirst().name().equals(field.name());
        if (NUMBER.contains(field.name()) && !isOfBlock) {
          inBlock = true;
          block = new ArrayList<>();
          blocks.add(block);
        }
        block.add(field);
      }
      start = end + 1;
    }
    if (machine.isEmpty() && blocks.isEmpty()) {
      throw whole.malformed(0, "NAME : VALUE");
    }
    return new CpuInfo(
        file, whole.string(0, whole.length()), processors(file, blocks), List.copyOf(machine));
  }

  private static Field field(WholeText text, int line, int start, int end) {
    int colon = text.indexOf(':', start, end);
    String name = text.string(start, colon).strip();
    if (colon == end || name.isEmpty()) {
      throw text.malformed(start, "NAME : VALUE");
    }
    int value = colon + 1;
    while (value < end && (text.at(value) == ' ' || text.at(value) == '\t')) {
      value++;
    }
    return new Field(name, text.string(value, end).strip(), line, value - start + 1);
  }

  private static List<Processor> processors(String file, List<List<Field>> blocks) {
    List<Processor> processors = new ArrayList<>();
    Set<Integer> numbers = new HashSet<>();
    for (List<Field> block : blocks) {
      Processor processor = new Processor(file, block);
      if (!numbers.add(processor.number())) {
        throw block.getFirst().malformed(file, "the number of another processor");
      }
      processors.add(processor);
    }
    return List.copyOf(processors);
  }

  /** {@return the whole text, with its last newline} */
  public String text() {
    return text;
  }

  /**
   * The processors, in the order of the file. Processors that are offline are missing, so numbers
   * have gaps: the index in this list is not the number.
   *
   * @return empty on architectures that do not print a block for each processor, as old kernels of
   *     s390x
   */
  public List<Processor> processors() {
    return processors;
  }

  /**
   * The processor with this number, the N of {@code cpuN} in {@code /proc/stat}.
   *
   * @param number the kernel's number for it, from 0
   * @return absent if that processor is offline or does not exist
   */
  public Optional<Processor> processor(int number) {
    return processors.stream().filter(p -> p.number() == number).findFirst();
  }

  /**
   * {@return the lines that belong to no processor, in the order of the file; they describe the
   * machine}
   */
  public List<Field> fields() {
    return fields;
  }

  /**
   * {@return the value of the first of {@link #fields()} that has this name, such as "vendor_id" on
   * s390x}
   *
   * @param name the text before the colon, exactly as printed
   */
  public Optional<String> value(String name) {
    Objects.requireNonNull(name, "name");
    return value(fields, name);
  }

  /**
   * {@return s390x "features" and, before Linux 3.8, ARM "Features": what the processors support,
   * under the kernel's names ({@code arch/s390/kernel/processor.c})} Other architectures print it
   * for each processor: {@link Processor#flags}.
   */
  public Optional<Set<String>> features() {
    return words(fields, "features").or(() -> words(fields, "Features"));
  }

  /**
   * {@return the display name of all processors, where it is not printed for each of them: ARM
   * "Processor" before Linux 3.8, "cpu model" of alpha, "cpu" of sparc, "CPU" of m68k} Other
   * architectures print it for each processor: {@link Processor#modelName}.
   */
  public Optional<String> modelName() {
    return value("Processor")
        .or(() -> value("cpu model"))
        .or(() -> value("cpu"))
        .or(() -> value("CPU"));
  }

  /**
   * {@return ppc64 "timebase": the number of increments of each processor's time base register per
   * second}
   *
   * @throws MalformedTextException if that is not a number
   */
  public OptionalLong timebaseHertz() {
    Optional<Field> field = field(fields, "timebase");
    if (field.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!TIMEBASE.matcher(field.get().value()).matches()) {
      throw field.get().malformed(file, "a decimal number of at most 18 digits");
    }
    return OptionalLong.of(Long.parseLong(field.get().value()));
  }

  /**
   * How the processors share cores and packages.
   *
   * @return absent if this file does not show it; see {@link Topology}, which also reads sysfs
   * @throws MalformedTextException if one of the numbers needed for it is not a number
   */
  public Optional<Topology> topology() {
    return Topology.of(this);
  }

  /**
   * The words of a value, which ia64 separates by commas; absent if there is no such line, an empty
   * set if the value is empty.
   */
  static Optional<Set<String>> words(List<Field> fields, String name) {
    return value(fields, name)
        .map(
            value ->
                value.isEmpty()
                    ? Set.of()
                    : Collections.unmodifiableSet(
                        new LinkedHashSet<>(
                            Arrays.asList(value.split(value.contains(",") ? ",\\s*" : "\\s+")))));
  }

  static Optional<String> value(List<Field> fields, String name) {
    return field(fields, name).map(Field::value);
  }

  static Optional<Field> field(List<Field> fields, String name) {
    return fields.stream().filter(f -> f.name().equals(name)).findFirst();
  }

  /** One line for each processor. */
  @Override
  public String toString() {
    return processors.stream().map(Processor::toString).collect(Collectors.joining("\n"));
  }
}
