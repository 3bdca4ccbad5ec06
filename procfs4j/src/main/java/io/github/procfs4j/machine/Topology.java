package io.github.procfs4j.machine;

import io.github.procfs4j.text.MalformedTextException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which hardware threads share a core, and which cores share a package. Only online processors are
 * included.
 *
 * <p>{@code /proc/cpuinfo} shows it on x86 ("physical id", "core id"), loongarch and mips
 * ("package", "core"), on ia64 and PA-RISC and, in newer kernels, on s390x. On x86 a core id is
 * unique only within its package; on s390x a package id is unique only within its book and drawer.
 * {@link #of(CpuInfo)} uses only this, and is empty, rather than a guess, in these cases:
 *
 * <ul>
 *   <li>On other architectures: arm64, ppc64 and riscv print no topology in this file.
 *   <li>With several x86 processors without these ids: old kernels, and some imitations of procfs,
 *       omit them if packages have only one hardware thread.
 *   <li>Wherever "siblings" or "cpu cores" contradict the ids. Some AMD processors have two cores
 *       with the same id in a package (Opteron 6100), or two ids in what the kernel considers one
 *       core; some containers see only part of the file; a processor may go offline while the file
 *       is printed.
 * </ul>
 *
 * <p>A kernel without CONFIG_SMP prints none of these ids and uses only one hardware thread of the
 * machine, which is represented as core 0 of package 0.
 *
 * <p>{@link #of(CpuInfo, Path)} then reads sysfs, {@code /sys/devices/system/cpu/cpu*}{@code
 * /topology}, which shows it on every architecture that supports it
 * (Documentation/admin-guide/cputopology.rst). There, cores and packages are the distinct sets of
 * processors that share one, as lscpu(1) counts them.
 *
 * <p>The topology of a virtual machine is whatever its hypervisor presents. Without information
 * about the topology, kernels treat each processor as a separate package.
 *
 * @param packages the packages, by their ids
 */
public record Topology(List<CpuPackage> packages) {
  /** Copies the list. */
  public Topology {
    Objects.requireNonNull(packages, "packages");
    packages = List.copyOf(packages);
  }

  /**
   * A package: what a socket holds.
   *
   * @param drawer s390x "drawer id"; empty elsewhere
   * @param book s390x "book id", unique only within this drawer; empty elsewhere
   * @param id "physical id", in sysfs "physical_package_id"; on s390x unique only within this book;
   *     {@link #UNKNOWN}, possibly for several packages, if the kernel has none
   * @param cores its cores, by their ids
   */
  public record CpuPackage(OptionalInt drawer, OptionalInt book, int id, List<Core> cores) {
    /** The id of a package or core for which the kernel has none. */
    public static final int UNKNOWN = -1;

    /** Copies the list. */
    public CpuPackage {
      Objects.requireNonNull(cores, "cores");
      Objects.requireNonNull(book, "book");
      Objects.requireNonNull(drawer, "drawer");
      cores = List.copyOf(cores);
    }

    /**
     * A package of a machine without drawers and books.
     *
     * @param id its number; {@link #UNKNOWN} if the kernel has none
     * @param cores its cores, by their ids
     */
    public CpuPackage(int id, List<Core> cores) {
      this(OptionalInt.empty(), OptionalInt.empty(), id, cores);
    }
  }

  /**
   * A core.
   *
   * @param packageId the package that it is in
   * @param id "core id", on x86 unique only within this package; {@link CpuPackage#UNKNOWN},
   *     possibly for several cores, if the kernel has none
   * @param processors the numbers of its hardware threads, ascending
   */
  public record Core(int packageId, int id, List<Integer> processors) {
    /** Copies the list. */
    public Core {
      Objects.requireNonNull(processors, "processors");
      processors = List.copyOf(processors);
    }
  }

  /**
   * The topology from the text of {@code /proc/cpuinfo} alone.
   *
   * @param cpuInfo the content of the file
   * @return empty if the text does not show it
   * @throws MalformedTextException if one of the numbers needed for it is not a number
   */
  public static Optional<Topology> of(CpuInfo cpuInfo) {
    return of(cpuInfo.processors());
  }

  /**
   * The topology from the text of {@code /proc/cpuinfo} or, if that does not show it, from sysfs,
   * for the processors that the text lists; if it lists none, for all that are online.
   *
   * @param cpuInfo the content of the file, read below the same root
   * @param root the root of procfs, beside which sysfs is expected: {@code /sys} for {@code /proc},
   *     {@code /host/sys} for {@code /host/proc}
   * @return empty if neither shows it
   * @throws MalformedTextException if one of the numbers needed for it is not a number
   */
  public static Optional<Topology> of(CpuInfo cpuInfo, Path root) {
    Objects.requireNonNull(root, "root");
    return of(cpuInfo).or(() -> CpuDirectories.beside(root).topology(cpuInfo.processors()));
  }

  /** {@return the number of drawers; 0 on machines without drawers} */
  public int drawers() {
    return (int)
        packages.stream().map(CpuPackage::drawer).filter(OptionalInt::isPresent).distinct().count();
  }

  /** {@return the number of books in all drawers; 0 on machines without books} */
  public int books() {
    return (int)
        packages.stream()
            .filter(p -> p.book().isPresent())
            .map(p -> List.of(p.drawer(), p.book()))
            .distinct()
            .count();
  }

  /** {@return the number of hardware threads in all cores} */
  public int threads() {
    return cores().stream().mapToInt(core -> core.processors().size()).sum();
  }

  /** {@return all cores, by package} */
  public List<Core> cores() {
    return packages.stream().flatMap(p -> p.cores().stream()).toList();
  }

  /**
   * The core that a processor is in.
   *
   * @param processor the kernel's number for it, from 0
   * @return absent if that processor is offline or does not exist
   */
  public Optional<Core> core(int processor) {
    return cores().stream().filter(c -> c.processors().contains(processor)).findFirst();
  }

  private static Optional<Topology> of(List<Processor> processors) {
    boolean isWithoutCounts = processors.stream().allMatch(Topology::isLoongarchOrMips);
    if (processors.isEmpty()
        || !(isWithoutCounts
            || processors.stream().allMatch(Topology::isX86)
            || processors.stream().allMatch(Topology::isIa64OrParisc)
            || processors.stream().allMatch(Topology::isS390x))) {
      return Optional.empty();
    }
    if (processors.size() == 1 && isWithoutIds(processors.getFirst())) {
      int number = processors.getFirst().number();
      return Optional.of(
          new Topology(List.of(new CpuPackage(0, List.of(new Core(0, 0, List.of(number)))))));
    }
    SortedMap<Place, SortedMap<Integer, List<Integer>>> ids = new TreeMap<>();
    for (Processor processor : processors) {
      Optional<Place> place = Place.of(processor);
      OptionalInt coreId = processor.coreId();
      if (place.isEmpty() || coreId.isEmpty()) {
        return Optional.empty();
      }
      ids.computeIfAbsent(place.get(), id -> new TreeMap<>())
          .computeIfAbsent(coreId.getAsInt(), id -> new ArrayList<>())
          .add(processor.number());
    }
    List<CpuPackage> packages = new ArrayList<>();
    ids.forEach(
        (place, cores) -> {
          List<Core> list = new ArrayList<>();
          cores.forEach(
              (id, numbers) ->
                  list.add(new Core(place.id(), id, numbers.stream().sorted().toList())));
          packages.add(new CpuPackage(place.drawer(), place.book(), place.id(), list));
        });
    Topology topology = new Topology(packages);
    return isWithoutCounts || topology.isConfirmedBy(processors)
        ? Optional.of(topology)
        : Optional.empty();
  }

  /** The location of a package. */
  private record Place(OptionalInt drawer, OptionalInt book, int id) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
        Comparator.<Place>comparingInt(place -> place.drawer().orElse(0))
            .thenComparingInt(place -> place.book().orElse(0))
            .thenComparingInt(Place::id);

    /**
     * The location of the package that contains a processor; empty if the text does not contain it.
     */
    static Optional<Place> of(Processor processor) {
      OptionalInt id = processor.physicalId();
      return id.isEmpty()
          ? Optional.empty()
          : Optional.of(new Place(processor.drawerId(), processor.bookId(), id.getAsInt()));
    }

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  private static boolean isS390x(Processor processor) {
    return processor.value("cpu number").isPresent()
        && processor.value("book id").isPresent()
        && processor.value("drawer id").isPresent();
  }

  private static boolean isLoongarchOrMips(Processor processor) {
    return processor.value("package").isPresent() && processor.value("core").isPresent();
  }

  private static boolean isX86(Processor processor) {
    return processor.value("vendor_id").isPresent() && processor.value("cpu family").isPresent();
  }

  /** Their kernels print the number of siblings of a processor, but not that of its cores. */
  private static boolean isIa64OrParisc(Processor processor) {
    return processor.value("arch").filter("IA-64"::equals).isPresent()
        || processor.value("cpu family").filter(name -> name.startsWith("PA-RISC")).isPresent();
  }

  /** Whether a block is complete (its last line is the one that x86 prints last) but has no ids. */
  private static boolean isWithoutIds(Processor processor) {
    return processor.fields().getLast().name().equals("power management")
        && processor.value("physical id").isEmpty()
        && processor.value("core id").isEmpty();
  }

  /** Whether the counts that the kernel prints for each processor agree with the ids. */
  private boolean isConfirmedBy(List<Processor> processors) {
    for (CpuPackage p : packages) {
      OptionalInt threads =
          OptionalInt.of(p.cores().stream().mapToInt(c -> c.processors().size()).sum());
      OptionalInt cores = OptionalInt.of(p.cores().size());
      Optional<Place> place = Optional.of(new Place(p.drawer(), p.book(), p.id()));
      for (Processor processor : processors) {
        if (Place.of(processor).equals(place)
            && !(processor.siblings().equals(threads)
                && (processor.cpuCores().equals(cores) || isIa64OrParisc(processor)))) {
          return false;
        }
      }
    }
    return true;
  }
}
