package io.github.procfs4j.cli.options;

import static java.util.stream.Collectors.toMap;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Source;
import io.github.procfs4j.sampling.OnceFile;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.Self;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A source that the library knows, found by its name. */
public sealed interface KnownSource {
  /** A source that is sampled. */
  record Sampled(SampledFile<?> file) implements KnownSource {
    @Override
    public Source source() {
      return file.source();
    }
  }

  /** A source that is read once. */
  record Once(OnceFile<?> file) implements KnownSource {
    @Override
    public Source source() {
      return file.source();
    }
  }

  /** The prefix of the names of files of a process or thread. */
  String OF_PROCESS = "pid/";

  /** Used in place of a name: all sources. */
  String ALL = "all";

  /** Used in place of a name: the sources that are recorded by default. */
  String USUAL = "usual";

  /** An optional prefix of a name, as in a path copied from elsewhere. */
  String PROC = "/proc/";

  /** Its description. */
  Source source();

  /** Whether it is a file in the directory of a process or thread. */
  default boolean isOfProcess() {
    return source().name().startsWith(OF_PROCESS);
  }

  /** All sources: first those of the machine, and of these first the sampled ones. */
  static List<KnownSource> all() {
    List<KnownSource> all = new ArrayList<>();
    Procfs.sampledFiles().forEach(file -> all.add(new Sampled(file)));
    Procfs.onceFiles().forEach(file -> all.add(new Once(file)));
    Procfs.sampledProcessFiles().forEach(file -> all.add(new Sampled(file)));
    Procfs.onceProcessFiles().forEach(file -> all.add(new Once(file)));
    return all;
  }

  /**
   * The source with this name; throws a usage error if there is none.
   *
   * @param isTaken whether the command accepts a source: others are not suggested
   * @param others what else the command accepts, for the message about an unknown name
   */
  static KnownSource of(String name, Predicate<KnownSource> isTaken, String others) {
    if (name.equals(Self.NAME)) {
      throw CommandException.usage(
          "self is not a file of procfs but the cost of recording: procfs record always records it,"
              + " and procfs report shows it");
    }
    return Procfs.sampledFile(name)
        .<KnownSource>map(Sampled::new)
        .orElseGet(() -> among(all(), name, isTaken, others));
  }

  private static KnownSource among(
      List<KnownSource> all, String name, Predicate<KnownSource> isTaken, String others) {
    return all.stream()
        .filter(known -> known.source().name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                CommandException.usage(
                    groups(all.stream().filter(isTaken).toList(), name)
                            .or(() -> LeftOut.reason(name))
                            .orElseGet(() -> unknown(all.stream().filter(isTaken).toList(), name))
                        + " ("
                        + others
                        + ")"));
  }

  /**
   * What to say of the directory of the sources of control groups, and of the notation for all of
   * them: there is a file with the name of the directory, which is not a source.
   */
  private static Optional<String> groups(List<KnownSource> all, String asked) {
    String name = asked.startsWith(PROC) ? asked.substring(PROC.length()) : asked;
    if (!List.of("cgroup", "cgroup/", "cgroup/*").contains(name)) {
      return Optional.empty();
    }
    List<String> sources = names(all).stream().filter(one -> one.startsWith("cgroup/")).toList();
    return sources.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "unknown source «"
                + asked
                + "»; did you mean "
                + Nearest.or(sources)
                + "? Only the file cgroup of a process is left out");
  }

  private static String unknown(List<KnownSource> all, String name) {
    List<String> near = near(all, name.startsWith(PROC) ? name.substring(PROC.length()) : name);
    return "unknown source «"
        + name
        + "»; "
        + (near.isEmpty()
            ? "procfs sources lists the existing ones"
            : "did you mean " + Nearest.or(near) + "?");
  }

  private static List<String> near(List<KnownSource> all, String name) {
    if (name.equals(ALL) || name.equals(USUAL)) {
      return List.of(); // what record means by them is not a source
    }
    return Nearest.among(
        name,
        all.stream()
            .map(KnownSource::source)
            .collect(toMap(Source::name, Source::purpose, (a, b) -> a, LinkedHashMap::new)));
  }

  private static List<String> names(List<KnownSource> sources) {
    return sources.stream().map(known -> known.source().name()).toList();
  }

  /** The names, for the shell's completion. */
  final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return names(all()).iterator();
    }
  }

  /** The names of sources that can be sampled, for the shell's completion. */
  final class SampledNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Procfs.sampledFiles().stream().map(file -> file.source().name()).iterator();
    }
  }

  /** Checks that a process is specified if there are sources of a process, and only then. */
  public static void checkProcess(List<KnownSource> sources, boolean isProcessGiven) {
    List<String> ofProcess =
        sources.stream()
            .filter(KnownSource::isOfProcess)
            .map(source -> source.source().name())
            .toList();
    if (!ofProcess.isEmpty() && !isProcessGiven) {
      throw CommandException.usage(
          ofProcess.getFirst() + " belongs to one process: give its number with --pid");
    }
    if (ofProcess.isEmpty() && isProcessGiven) {
      throw CommandException.usage("--pid is for sources of one process, such as pid/stat");
    }
  }
}
