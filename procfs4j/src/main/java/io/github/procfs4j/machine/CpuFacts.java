package io.github.procfs4j.machine;

import io.github.procfs4j.machine.Topology.Core;
import io.github.procfs4j.sampling.Fact;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@code cpuinfo} contains, in the order in which people want to know it. */
final class CpuFacts {
  private static final Pattern COUNT = Pattern.compile("[0-9]{1,6}");

  private CpuFacts() {}

  static List<Fact> of(CpuInfo info, Path root) {
    List<Fact> facts = new ArrayList<>();
    Optional<Topology> own = info.topology();
    Optional<Topology> topology = Topology.of(info, root);
    if (topology.isPresent()) {
      count(facts, "drawers", topology.get().drawers());
      count(facts, "books", topology.get().books());
      count(facts, "packages", topology.get().packages().size());
      count(facts, "cores", topology.get().cores().size());
      count(facts, "threads", topology.get().threads());
      threadsOfCores(facts, topology.get());
    } else {
      count(facts, "threads", threads(info));
    }
    String sysfs = CpuDirectories.beside(root).path().toString();
    facts.add(
        new Fact.Text(
            "topology",
            own.isPresent()
                ? "from this file"
                : topology.isPresent() ? "from " + sysfs : unknown(info, sysfs)));
    models(facts, info);
    features(facts, info);
    return facts;
  }

  private static String unknown(CpuInfo info, String sysfs) {
    return info.processors().stream()
            .anyMatch(cpu -> cpu.coreId().isPresent() && cpu.siblings().isPresent())
        ? "unknown: the ids in this file contradict its numbers of siblings and cores, and "
            + sysfs
            + " has none"
        : "unknown: neither this file nor " + sysfs + " has it";
  }

  /**
   * The number of processors. Some architectures do not print a block for each: sparc prints "ncpus
   * active", alpha "cpus active" ({@code arch/sparc/kernel/cpu.c}, {@code
   * arch/alpha/kernel/setup.c}), and s390x "# processors".
   */
  private static int threads(CpuInfo info) {
    if (!info.processors().isEmpty()) {
      return info.processors().size();
    }
    return Stream.of("ncpus active", "cpus active", "# processors")
        .flatMap(name -> info.value(name).stream())
        .filter(value -> COUNT.matcher(value).matches())
        .mapToInt(Integer::parseInt)
        .findFirst()
        .orElse(0);
  }

  private static void count(List<Fact> facts, String name, int count) {
    if (count > 0) {
      facts.add(new Fact.Count(name, count));
    }
  }

  /** Which threads share a core, if any do: {@code 0,8}. */
  private static void threadsOfCores(List<Fact> facts, Topology topology) {
    if (topology.threads() > topology.cores().size()) {
      facts.add(
          new Fact.Words(
              "threads by core", topology.cores().stream().map(CpuFacts::threads).toList()));
    }
  }

  private static String threads(Core core) {
    return core.processors().stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static void models(List<Fact> facts, CpuInfo info) {
    Set<String> models = new LinkedHashSet<>();
    info.processors().forEach(processor -> processor.modelName().ifPresent(models::add));
    if (models.isEmpty()) {
      info.modelName().ifPresent(models::add);
    }
    if (models.size() == 1) {
      facts.add(new Fact.Text("model", models.iterator().next()));
    } else if (!models.isEmpty()) {
      facts.add(new Fact.Items("models", List.copyOf(models)));
    }
  }

  /** What all processors support and, where they differ, what only some do. */
  private static void features(List<Fact> facts, CpuInfo info) {
    Set<String> some = new LinkedHashSet<>(info.features().orElse(Set.of()));
    Set<String> all = new LinkedHashSet<>(some);
    boolean isFirst = true;
    for (Processor processor : info.processors()) {
      Optional<Set<String>> features = features(processor);
      if (features.isPresent()) {
        some.addAll(features.get());
        if (isFirst) {
          all.addAll(features.get());
          isFirst = false;
        } else {
          all.retainAll(features.get());
        }
      }
    }
    words(facts, "features", all);
    some.removeAll(all);
    words(facts, "features of some", some);
  }

  private static Optional<Set<String>> features(Processor processor) {
    return processor
        .flags()
        .or(() -> processor.hartIsa().map(Set::of))
        .or(() -> processor.isa().map(Set::of));
  }

  private static void words(List<Fact> facts, String name, Set<String> words) {
    if (!words.isEmpty()) {
      facts.add(new Fact.Words(name, List.copyOf(words)));
    }
  }
}
