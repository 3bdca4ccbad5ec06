package io.github.procfs4j.machine;

import io.github.procfs4j.io.Buffer;
import io.github.procfs4j.io.KeptFile;
import io.github.procfs4j.machine.Topology.Core;
import io.github.procfs4j.machine.Topology.CpuPackage;
import io.github.procfs4j.text.MalformedTextException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code /sys/devices/system/cpu}: in {@code cpuN/topology}, which processors share a core and a
 * package with processor N, on every architecture ({@code drivers/base/topology.c},
 * Documentation/admin-guide/cputopology.rst). Only a processor that is online has that directory.
 *
 * <p>Cores and packages are distinguished by the sets of their processors, as lscpu(1) does it: on
 * some machines the kernel has no ids for them, and on others it gives the same id to several.
 */
final class CpuDirectories {
  /** More than any kernel supports. */
  private static final int MOST_PROCESSORS = 1 << 16;

  private static final String NUMBER_OF_A_PROCESSOR = "the number of a processor";

  private final Path directory;
  private final Buffer buffer = new Buffer(1 << 10);

  private CpuDirectories(Path directory) {
    this.directory = directory;
  }

  /** The directory in the {@code sys} beside the root of procfs. */
  static CpuDirectories beside(Path root) {
    return new CpuDirectories(
        root.toAbsolutePath().normalize().resolveSibling("sys/devices/system/cpu"));
  }

  Path path() {
    return directory;
  }

  /**
   * How these processors share cores and packages; if the list is empty, all processors that are
   * online.
   *
   * @return empty if sysfs does not show it, shows it only for some of them, or contradicts itself,
   *     as it does if a processor goes offline meanwhile
   * @throws MalformedTextException if a file is not what the kernel prints
   */
  Optional<Topology> topology(List<Processor> processors) {
    if (processors.stream().anyMatch(processor -> processor.number() >= MOST_PROCESSORS)) {
      return Optional.empty(); // no kernel has printed this
    }
    BitSet all = new BitSet();
    processors.forEach(processor -> all.set(processor.number()));
    if (all.isEmpty()) {
      set(directory.resolve("online")).ifPresent(all::or);
    }
    Map<BitSet, Map<BitSet, Integer>> packages = new LinkedHashMap<>();
    int inPackages = 0;
    int inCores = 0;
    for (int cpu = all.nextSetBit(0); cpu >= 0; cpu = all.nextSetBit(cpu + 1)) {
      Optional<BitSet> core = siblings(cpu, all, "thread_siblings", "core_cpus");
      Optional<BitSet> inPackage = siblings(cpu, all, "core_siblings", "package_cpus");
      if (core.isEmpty() || inPackage.isEmpty()) {
        return Optional.empty();
      }
      if (!packages.containsKey(inPackage.get())) {
        packages.put(inPackage.get(), new LinkedHashMap<>());
        inPackages += inPackage.get().cardinality();
      }
      if (packages.get(inPackage.get()).putIfAbsent(core.get(), cpu) == null) {
        inCores += core.get().cardinality();
      }
    }
    int count = all.cardinality();
    return count > 0 && inPackages == count && inCores == count
        ? Optional.of(topology(packages.values()))
        : Optional.empty();
  }

  /**
   * Creates the topology from sets of processors.
   *
   * @param packages for each package its cores, each with its first processor
   */
  private Topology topology(Iterable<Map<BitSet, Integer>> packages) {
    List<CpuPackage> all = new ArrayList<>();
    for (Map<BitSet, Integer> cores : packages) {
      int first = cores.values().iterator().next();
      int packageId = number(first, "physical_package_id").orElse(CpuPackage.UNKNOWN);
      List<Core> list = new ArrayList<>();
      cores.forEach(
          (threads, cpu) ->
              list.add(
                  new Core(
                      packageId,
                      number(cpu, "core_id").orElse(CpuPackage.UNKNOWN),
                      threads.stream().boxed().toList())));
      all.add(
          new CpuPackage(number(first, "drawer_id"), number(first, "book_id"), packageId, list));
    }
    return new Topology(all);
  }

  /**
   * The processors that share a core or package with a processor, limited to {@code all}.
   *
   * @param name the name of the file that lists them
   * @param newName another name for it since Linux 5.3
   * @return empty if the file is missing, or if the processor itself is not listed
   */
  private Optional<BitSet> siblings(int cpu, BitSet all, String name, String newName) {
    Path topology = topology(cpu);
    Optional<BitSet> siblings =
        set(topology.resolve(name + "_list"))
            .or(() -> mask(topology.resolve(name)))
            .or(() -> set(topology.resolve(newName + "_list")));
    siblings.ifPresent(set -> set.and(all));
    return siblings.filter(set -> set.get(cpu));
  }

  private Path topology(int cpu) {
    return directory.resolve("cpu" + cpu).resolve("topology");
  }

  /** The number, possibly -1, in a file of a processor; empty if there is no such file. */
  private OptionalInt number(int cpu, String name) {
    Path file = topology(cpu).resolve(name);
    Optional<byte[]> text = read(file);
    if (text.isEmpty()) {
      return OptionalInt.empty();
    }
    try {
      return OptionalInt.of(Integer.parseInt(string(file, text.get())));
    } catch (NumberFormatException e) {
      throw malformed(file, text.get(), "a number of 32 bits");
    }
  }

  /** A list of numbers such as {@code 0-3,8}; empty if there is no such file. */
  private Optional<BitSet> set(Path file) {
    Optional<byte[]> text = read(file);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    BitSet set = new BitSet();
    String list = string(file, text.get());
    for (String range : list.isEmpty() ? new String[0] : list.split(",", -1)) {
      int dash = range.indexOf('-', 1);
      int from = processor(file, text.get(), dash < 0 ? range : range.substring(0, dash));
      int to = dash < 0 ? from : processor(file, text.get(), range.substring(dash + 1));
      if (to < from) {
        throw malformed(file, text.get(), "a list of ascending numbers");
      }
      set.set(from, to + 1);
    }
    return Optional.of(set);
  }

  private static int processor(Path file, byte[] text, String number) {
    int cpu;
    try {
      cpu = Integer.parseInt(number);
    } catch (NumberFormatException e) {
      throw malformed(file, text, NUMBER_OF_A_PROCESSOR);
    }
    if (cpu < 0 || cpu >= MOST_PROCESSORS) {
      throw malformed(file, text, NUMBER_OF_A_PROCESSOR);
    }
    return cpu;
  }

  /** A mask such as {@code 00000001,0000000f}; empty if there is no such file. */
  private Optional<BitSet> mask(Path file) {
    Optional<byte[]> text = read(file);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    BitSet set = new BitSet();
    String digits = string(file, text.get()).replace(",", "");
    for (int i = 0; i < digits.length(); i++) {
      int digit = Character.digit(digits.charAt(digits.length() - 1 - i), 16);
      if (digit < 0 || i >= MOST_PROCESSORS / 4) {
        throw malformed(file, text.get(), "a mask in hexadecimal digits");
      }
      for (int bit = 0; bit < 4; bit++) {
        set.set(4 * i + bit, (digit & 1 << bit) != 0);
      }
    }
    return Optional.of(set);
  }

  private static String string(Path file, byte[] text) {
    return new WholeText(file.toString(), text).string(0, text.length).strip();
  }

  private static MalformedTextException malformed(Path file, byte[] text, String expected) {
    return MalformedTextException.at(file.toString(), text, 0, expected);
  }

  /** The bytes of a file; empty if it does not exist or may not be read. */
  private Optional<byte[]> read(Path file) {
    try (KeptFile kept = KeptFile.once(directory, file, true)) {
      int length = kept.read(buffer);
      return length < 0 ? Optional.empty() : Optional.of(buffer.copy());
    }
  }
}
