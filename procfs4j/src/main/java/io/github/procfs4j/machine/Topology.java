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
 * Which hardware threads share a core, and which cores share a package. Only processors that are
 * online are here.
 *
 * <p>{@code /proc/cpuinfo} tells it on x86 ("physical id", "core id"), loongarch and mips
 * ("package", "core") and, in newer kernels, on s390x. On x86 a core id means something only
 * together with its package; on s390x a package means something only together with its book and
 * drawer. {@link #of(CpuInfo)} knows no more than that, and is empty, rather than guessed, in these
 * cases:
 *
 * <ul>
 *   <li>On other architectures: arm64, ppc64 and riscv print no topology in this file.
 *   <li>Where there are several x86 processors without these ids: old kernels leave them out where
 *       packages have only one hardware thread, and so do some imitations of procfs.
 *   <li>Where "siblings" or "cpu cores" contradict the ids. Some AMD processors have two cores of
 *       one id in a package (Opteron 6100) or two ids in what the kernel takes for one core; some
 *       containers see only a part of the file; a processor may go offline while it is printed.
 * </ul>
 *
 * <p>A kernel without CONFIG_SMP prints none of these ids and uses just one hardware thread of the
 * machine: that is core 0 of package 0 here.
 *
 * <p>{@link #of(CpuInfo, Path)} then asks sysfs, {@code /sys/devices/system/cpu/cpu*}{@code
 * /topology}, which tells it on every architecture that knows it
 * (Documentation/admin-guide/cputopology.rst). There, cores and packages are the different sets of
 * processors that share one, as lscpu(1) counts them.
 *
 * <p>What a virtual machine sees is what its hypervisor made up; without information about the
 * topology, kernels take each processor for a package of its own.
 *
 * @param packages the packages, by their ids
 */
public record Topology(List<CpuPackage> packages) {
  /** Keeps a copy of the list. */
  public Topology {
    Objects.requireNonNull(packages, "packages");
    packages = List.copyOf(packages);
  }

  /**
   * A package: what is plugged into one socket.
   *
   * @param drawer s390x "drawer id"; empty elsewhere
   * @param book s390x "book id", unique in this drawer only; empty elsewhere
   * @param id "physical id", in sysfs "physical_package_id"; on s390x unique in this book only;
   *     {@link #UNKNOWN}, perhaps of several, where the kernel knows none
   * @param cores its cores, by their ids
   */
  public record CpuPackage(OptionalInt drawer, OptionalInt book, int id, List<Core> cores) {
    /** The id of a package or core for which the kernel has none. */
    public static final int UNKNOWN = -1;

    /** Keeps a copy of the list. */
    public CpuPackage {
      Objects.requireNonNull(cores, "cores");
      Objects.requireNonNull(book, "book");
      Objects.requireNonNull(drawer, "drawer");
      cores = List.copyOf(cores);
    }

    /** One of a machine without drawers and books. */
    public CpuPackage(int id, List<Core> cores) {
      this(OptionalInt.empty(), OptionalInt.empty(), id, cores);
    }
  }

  /**
   * A core.
   *
   * @param packageId the package that it is in
   * @param id "core id", on x86 unique in this package only; {@link CpuPackage#UNKNOWN}, perhaps of
   *     several, where the kernel knows none
   * @param processors the numbers of its hardware threads, ascending
   */
  public record Core(int packageId, int id, List<Integer> processors) {
    /** Keeps a copy of the list. */
    public Core {
      Objects.requireNonNull(processors, "processors");
      processors = List.copyOf(processors);
    }
  }

  /**
   * What the text of {@code /proc/cpuinfo} tells by itself.
   *
   * @throws MalformedTextException if a number that tells it is not a number
   */
  public static Optional<Topology> of(CpuInfo cpuInfo) {
    return of(cpuInfo.processors());
  }

  /**
   * What the text of {@code /proc/cpuinfo} tells or, where it does not, sysfs of the processors
   * that the text names; of all that are online where it names none.
   *
   * @param root that of procfs, beside which sysfs is looked for: {@code /sys} for {@code /proc},
   *     {@code /host/sys} for {@code /host/proc}
   * @return empty if neither tells it
   * @throws MalformedTextException if a number that tells it is not a number
   */
  public static Optional<Topology> of(CpuInfo cpuInfo, Path root) {
    Objects.requireNonNull(root, "root");
    return of(cpuInfo).or(() -> CpuDirectories.beside(root).topology(cpuInfo.processors()));
  }

  /** How many drawers there are; 0 on machines without. */
  public int drawers() {
    return (int)
        packages.stream().map(CpuPackage::drawer).filter(OptionalInt::isPresent).distinct().count();
  }

  /** How many books there are, in all drawers; 0 on machines without. */
  public int books() {
    return (int)
        packages.stream()
            .filter(p -> p.book().isPresent())
            .map(p -> List.of(p.drawer(), p.book()))
            .distinct()
            .count();
  }

  /** How many hardware threads there are, in all cores. */
  public int threads() {
    return cores().stream().mapToInt(core -> core.processors().size()).sum();
  }

  /** All cores, by package. */
  public List<Core> cores() {
    return packages.stream().flatMap(p -> p.cores().stream()).toList();
  }

  /**
   * The core that a processor is in.
   *
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

  /** Where a package is. */
  private record Place(OptionalInt drawer, OptionalInt book, int id) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
        Comparator.<Place>comparingInt(place -> place.drawer().orElse(0))
            .thenComparingInt(place -> place.book().orElse(0))
            .thenComparingInt(Place::id);

    /** Of the package that a processor is in, if that is told. */
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

  /**
   * Whether a block is complete, its last line being the one that x86 prints last, but has no ids.
   */
  private static boolean isWithoutIds(Processor processor) {
    return processor.fields().getLast().name().equals("power management")
        && processor.value("physical id").isEmpty()
        && processor.value("core id").isEmpty();
  }

  /** Whether the counts that the kernel prints with each processor are those of the ids. */
  private boolean isConfirmedBy(List<Processor> processors) {
    for (CpuPackage p : packages) {
      OptionalInt threads =
          OptionalInt.of(p.cores().stream().mapToInt(c -> c.processors().size()).sum());
      OptionalInt cores = OptionalInt.of(p.cores().size());
      Optional<Place> place = Optional.of(new Place(p.drawer(), p.book(), p.id()));
      for (Processor processor : processors) {
        if (Place.of(processor).equals(place)
            && !(processor.siblings().equals(threads) && processor.cpuCores().equals(cores))) {
          return false;
        }
      }
    }
    return true;
  }
}
