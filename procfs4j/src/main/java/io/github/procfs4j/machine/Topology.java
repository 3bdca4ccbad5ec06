package io.github.procfs4j.machine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which hardware threads share a core, and which cores share a package, as {@code /proc/cpuinfo}
 * tells it on x86 and, in newer kernels, on s390x: each processor is in the core "core id" of the
 * package "physical id". On x86 a core id means something only together with its package; on s390x
 * a package means something only together with its book and drawer. Only processors that are online
 * are here.
 *
 * <p>It is absent, rather than guessed, in these cases:
 *
 * <ul>
 *   <li>On other architectures: arm64, ppc64 and riscv print no topology in this file. All of them
 *       tell it below {@code /sys/devices/system/cpu/cpu*}{@code /topology}
 *       (Documentation/admin-guide/cputopology.rst), which is not part of procfs and so not read
 *       here.
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
 * <p>What a virtual machine sees is what its hypervisor made up; on s390x without information about
 * the topology, the kernel takes each processor for a package of its own.
 *
 * @param packages the packages, by their ids
 */
public record Topology(List<CpuPackage> packages) {
  /** Keeps a copy of the list. */
  public Topology {
    packages = List.copyOf(packages);
  }

  /**
   * A package: what is plugged into one socket.
   *
   * @param drawer s390x "drawer id"; absent on x86
   * @param book s390x "book id", unique in this drawer only; absent on x86
   * @param id "physical id"; on s390x unique in this book only
   * @param cores its cores, by their ids
   */
  public record CpuPackage(OptionalInt drawer, OptionalInt book, int id, List<Core> cores) {
    /** Keeps a copy of the list. */
    public CpuPackage {
      cores = List.copyOf(cores);
    }

    /** One of x86, which knows no drawers and books. */
    public CpuPackage(int id, List<Core> cores) {
      this(OptionalInt.empty(), OptionalInt.empty(), id, cores);
    }
  }

  /**
   * A core.
   *
   * @param packageId the package that it is in
   * @param id "core id"; on x86 unique in this package only
   * @param processors the numbers of its hardware threads, ascending
   */
  public record Core(int packageId, int id, List<Integer> processors) {
    /** Keeps a copy of the list. */
    public Core {
      processors = List.copyOf(processors);
    }
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

  /** See {@link CpuInfo#topology}. */
  static Optional<Topology> of(List<Processor> processors) {
    if (processors.isEmpty()
        || !(processors.stream().allMatch(Topology::isX86)
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
    return topology.isConfirmedBy(processors) ? Optional.of(topology) : Optional.empty();
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
