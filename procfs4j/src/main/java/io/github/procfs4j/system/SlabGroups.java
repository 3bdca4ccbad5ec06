package io.github.procfs4j.system;

import io.github.procfs4j.model.Column;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The columns of {@code /proc/slabinfo} by version, in groups. The first group has the name ""; the
 * others of version 1.x, which have no name in the text, are named after their numbers.
 *
 * <p>Versions 1.x are from Linux 2.2 (1.0), 2.4 (1.1) and 2.5 (1.2); see {@code mm/slab.c} of these
 * kernels. The groups depend on the words after the version, {@code (statistics)} and {@code
 * (SMP)}.
 */
final class SlabGroups {
  private static final String FIRST = "";
  private static final String TUNABLES = "tunables";
  private static final String STATISTICS = "(statistics)";
  private static final String SMP = "(SMP)";

  private static final List<Column> LIMITS = named("limit batchcount");
  private static final List<Column> CPU_STATISTICS = named("allochit allocmiss freehit freemiss");
  private static final List<Column> TUNED = named("limit batchcount sharedfactor");

  /**
   * The groups of version 2.x without statistics, which are recognized by their names and counts.
   */
  static final Map<String, List<Column>> USUAL =
      Map.of(
          FIRST,
          named("active_objs num_objs objsize objperslab pagesperslab"),
          TUNABLES,
          TUNED,
          "slabdata",
          named("active_slabs num_slabs sharedavail"));

  private SlabGroups() {}

  private static List<Column> named(String names) {
    return Stream.of(names.split(" ")).map(SlabInfo.DESCRIPTIONS::column).toList();
  }

  /** The name of the {@code n}th group after the first, if the text has none. */
  static String unnamed(int n) {
    return Integer.toString(n);
  }

  /** The groups of a version; empty if it is not known. */
  static Map<String, List<Column>> ofVersion(List<String> words) {
    boolean hasStatistics = words.contains(STATISTICS);
    return switch (words.isEmpty() ? "" : words.getFirst()) {
      case "1.0" ->
          Map.of(
              FIRST,
              hasStatistics
                  ? named(
                      "active_objs num_objs active_slabs num_slabs pages maxobjs allocs grown"
                          + " reaped error")
                  : named("active_objs num_objs"));
      case "1.1" -> groups11(hasStatistics, words.contains(SMP));
      case "1.2" -> groups12(hasStatistics);
      case "2.0", "2.1" -> USUAL;
      default -> Map.of();
    };
  }

  private static Map<String, List<Column>> groups11(boolean hasStatistics, boolean isSmp) {
    List<Column> statistics = named("maxobjs allocs grown reaped error");
    return numbered(
        Stream.of(
                Stream.of(statistics).filter(group -> hasStatistics),
                Stream.of(LIMITS).filter(group -> isSmp),
                Stream.of(CPU_STATISTICS).filter(group -> isSmp && hasStatistics))
            .flatMap(group -> group)
            .toList());
  }

  private static Map<String, List<Column>> groups12(boolean hasStatistics) {
    List<Column> statistics = named("maxobjs allocs grown reaped error maxfreeable freelimit");
    return numbered(hasStatistics ? List.of(LIMITS, statistics, CPU_STATISTICS) : List.of(LIMITS));
  }

  private static Map<String, List<Column>> numbered(List<List<Column>> behindTheFirst) {
    Map<String, List<Column>> groups = new HashMap<>();
    groups.put(FIRST, named("active_objs num_objs objsize active_slabs num_slabs pagesperslab"));
    for (List<Column> group : behindTheFirst) {
      groups.put(unnamed(groups.size()), group);
    }
    return groups;
  }

  /**
   * The groups of a heading as the kernel prints them. Until Linux 2.6.1x headings named {@code
   * batchcount} before {@code limit}, although the numbers have always been in the opposite order.
   */
  static Map<String, List<Column>> asPrinted(Map<String, List<Column>> headed) {
    Map<String, List<Column>> groups = new HashMap<>(headed);
    groups.computeIfPresent(
        TUNABLES,
        (name, columns) ->
            columns.equals(named("batchcount limit sharedfactor")) ? TUNED : columns);
    return groups;
  }
}
