package io.github.procfs4j.cli.compare;

import io.github.procfs4j.cli.compare.Bootstrap.Range;
import io.github.procfs4j.cli.compare.Difference.Verdict;
import io.github.procfs4j.cli.compare.Matching.Unmatched;
import io.github.procfs4j.cli.report.Scale;
import io.github.procfs4j.cli.report.Shortcoming;
import io.github.procfs4j.cli.report.Times;
import io.github.procfs4j.model.Figure;
import io.github.procfs4j.printable.Printable;
import io.github.procfs4j.process.ProcessIo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A comparison in sentences. */
final class Sentences {
  /** The greatest number of names in a sentence, and the greatest length of one. */
  private static final int NAMES = 5;

  private static final int LONGEST = 40;

  /** The greatest number of disturbed runs that have a remark each. */
  private static final int DISTURBED = 3;

  /** Runs whose lengths differ by more than this factor are not of the same kind. */
  private static final double SAME_LENGTH = 2;

  /** The figures of processes that include children which the process has waited for. */
  private static final Set<String> IO =
      Stream.concat(Stream.of("I/O"), ProcessIo.FILE.figures().stream().map(Figure::name))
          .collect(Collectors.toUnmodifiableSet());

  private final RunComparison comparison;

  Sentences(RunComparison comparison) {
    this.comparison = comparison;
  }

  /** What is compared. */
  List<String> runs() {
    return List.of("A: " + runs(comparison.a()), "B: " + runs(comparison.b()));
  }

  private static String runs(List<Run> runs) {
    double least = runs.stream().mapToDouble(Run::seconds).min().orElse(0);
    double most = runs.stream().mapToDouble(Run::seconds).max().orElse(0);
    String lengths =
        seconds(least).equals(seconds(most))
            ? seconds(least) + (runs.size() > 1 ? " each" : "")
            : seconds(least) + " to " + seconds(most);
    return counted(runs.size(), "run")
        + ", "
        + lengths
        + ": "
        + names(runs.stream().map(Run::name).toList());
  }

  private static String seconds(double seconds) {
    return Times.duration(
        seconds < 1 ? Math.round(seconds * 1e9) : Math.round(seconds * 10) * 100_000_000);
  }

  static String counted(long count, String thing) {
    return String.format(Locale.ROOT, "%,d %s%s", count, thing, count == 1 ? "" : "s");
  }

  private static String names(List<String> names) {
    return names(names, name -> Printable.truncated(name, LONGEST));
  }

  private String subjects(List<String> names) {
    return names(names, comparison.names()::of);
  }

  private static String names(List<String> names, UnaryOperator<String> shortened) {
    String shown = names.stream().limit(NAMES).map(shortened).collect(Collectors.joining(", "));
    return names.size() > NAMES
        ? shown + String.format(Locale.ROOT, " and %,d more", names.size() - NAMES)
        : shown;
  }

  /**
   * What there is: what was found, and how sure that is; if nothing was, what differs nevertheless.
   *
   * @param outcomes what became of conditions
   */
  String verdict(List<Outcome> outcomes) {
    List<String> also = new ArrayList<>();
    if (comparison.found().isEmpty()) {
      ran(true).ifPresent(also::add);
      ran(false).ifPresent(also::add);
    }
    long met = outcomes.stream().filter(outcome -> !outcome.met().isEmpty()).count();
    if (met > 0) {
      also.add(
          outcomes.size() == 1
              ? "the condition of --fail-if is met"
              : String.format(
                  Locale.ROOT,
                  "%,d of %,d conditions of --fail-if %s met",
                  met,
                  outcomes.size(),
                  met == 1 ? "is" : "are"));
    }
    boolean isNoneShown =
        comparison.found().isEmpty() && comparison.method() != RunComparison.Method.TOO_FEW_RUNS;
    return also.isEmpty()
        ? verdict()
        : verdict()
            + (isNoneShown ? ", corrected for all of them; but " : "; ")
            + String.join(", and ", also);
  }

  /** Which processes ran in one group only. */
  private Optional<String> ran(boolean inB) {
    List<String> names =
        comparison.ranInOne().stream()
            .filter(one -> one.isInB() == inB)
            .map(Matching.RanInOne::what)
            .toList();
    return names.isEmpty() ? Optional.empty() : Optional.of(subjects(names) + " ran " + where(inB));
  }

  /** Where these processes ran: {@code in all 4 runs of B and in none of A}. */
  private String where(boolean inB) {
    List<Run> those = inB ? comparison.b() : comparison.a();
    List<Run> others = inB ? comparison.a() : comparison.b();
    String group = inB ? "B" : "A";
    String other = inB ? "A" : "B";
    return (those.size() == 1
            ? "in the run of " + group
            : String.format(Locale.ROOT, "in all %,d runs of %s", those.size(), group))
        + (others.size() == 1 ? " and not in that of " : " and in none of ")
        + other;
  }

  /**
   * What a reader should know about the differences that are listed: the kernel counts the I/O of a
   * child that ended for its parent, too.
   */
  Optional<String> note(List<Difference> listed) {
    Map<String, Long> rows =
        listed.stream()
            .map(Difference::key)
            .filter(key -> key.isOfProcesses() && IO.contains(key.figure()))
            .collect(Collectors.groupingBy(Key::figure, Collectors.counting()));
    return rows.values().stream().anyMatch(count -> count > 1)
        ? Optional.of(
            "I/O of a process includes that of its children that have ended, so the same I/O may be"
                + " listed for both")
        : Optional.empty();
  }

  private String verdict() {
    int found = comparison.found().size();
    String of = counted(comparison.tested(), "figure") + " that could differ";
    String differ =
        found == 0
            ? "No difference is shown in " + of
            : String.format(
                Locale.ROOT, "%,d of %s %s", found, of, found == 1 ? "differs" : "differ");
    return switch (comparison.method()) {
      case BENJAMINI_HOCHBERG ->
          differ
              + (found == 0
                  ? ""
                  : "; of all differences that are found this way, at most 5 % are expected to be"
                      + " chance");
      case GREATEST_STATISTIC ->
          differ
              + (found == 0
                  ? ""
                  : "; of comparisons of equal runs, at most 5 % find any difference this way");
      case BLOCKS -> differ + " between these two recordings";
      case TOO_FEW_RUNS ->
          "Too few runs: "
              + comparison.a().size()
              + " of A and "
              + comparison.b().size()
              + " of B can be divided in so few ways that any difference may be chance; "
              + enough();
    };
  }

  private static String enough() {
    return "4 of each are the least that can show one, or 1 and 19 others";
  }

  /** What a reader should know before the numbers. */
  List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    if (comparison.method() == RunComparison.Method.BLOCKS) {
      remarks.add(
          "one run of each: parts of a run are not independent, so this shows how these two"
              + " recordings differ, not whether A and B do; several runs of each can show that");
    }
    differ("kernels", Run::kernel).ifPresent(remarks::add);
    differ("hosts", Run::host).ifPresent(remarks::add);
    differ("numbers of CPUs", run -> run.cpus() == 0 ? "" : Integer.toString(run.cpus()))
        .ifPresent(remarks::add);
    List<Run> all = all();
    double shortest = all.stream().mapToDouble(Run::seconds).min().orElse(0);
    double longest = all.stream().mapToDouble(Run::seconds).max().orElse(0);
    if (longest > SAME_LENGTH * shortest) {
      remarks.add("lengths differ, from %s to %s".formatted(seconds(shortest), seconds(longest)));
    }
    for (Shortcoming shortcoming : Shortcoming.values()) {
      those(remarks, run -> run.shortcomings().contains(shortcoming), shortcoming.text());
    }
    Set<String> limited = new TreeSet<>();
    all.forEach(run -> limited.addAll(run.limited()));
    those(
        remarks,
        run -> !run.limited().isEmpty(),
        "with more figures than are compared of one of its length, so that those of some rows of "
            + names(List.copyOf(limited))
            + " are left out");
    those(remarks, run -> run.gaps() > 0, "with intervals in which samples are missing");
    those(
        remarks,
        run -> run.wentBack() > 0,
        "in which counters fell, so that some values are missing");
    List<Run> disturbed = all.stream().filter(run -> !run.disturbance().isEmpty()).toList();
    disturbed.stream().limit(DISTURBED).map(Sentences::disturbed).forEach(remarks::add);
    if (disturbed.size() > DISTURBED) {
      remarks.add(
          "and %s disturbed"
              .formatted(
                  disturbed.size() == DISTURBED + 1
                      ? "1 more recording was"
                      : counted(disturbed.size() - DISTURBED, "more recording") + " were"));
    }
    comparison
        .unread()
        .forEach(unread -> remarks.add("not compared: " + unread.file() + ": " + unread.reason()));
    return remarks;
  }

  private static String disturbed(Run run) {
    return "disturbed: " + Printable.truncated(run.name(), LONGEST) + ": " + run.disturbance();
  }

  private List<Run> all() {
    return Stream.concat(comparison.a().stream(), comparison.b().stream()).toList();
  }

  private void those(List<String> remarks, Predicate<Run> are, String what) {
    List<String> names = all().stream().filter(are).map(Run::name).toList();
    if (!names.isEmpty()) {
      remarks.add(counted(names.size(), "recording") + " " + what + ": " + names(names));
    }
  }

  private Optional<String> differ(String what, Function<Run, String> fact) {
    Set<String> ofA = facts(comparison.a(), fact);
    Set<String> ofB = facts(comparison.b(), fact);
    return ofA.equals(ofB) && ofA.size() <= 1
        ? Optional.empty()
        : Optional.of(
            "%s differ: A %s; B %s".formatted(what, names(shown(ofA)), names(shown(ofB))));
  }

  private static Set<String> facts(List<Run> runs, Function<Run, String> fact) {
    return runs.stream().map(fact).collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> shown(Set<String> facts) {
    return facts.stream().map(fact -> fact.isEmpty() ? "not known" : fact).toList();
  }

  /** How long the recorded commands ran, if that is known. */
  Optional<String> time() {
    return comparison.time().map(this::ofTime);
  }

  private String ofTime(Difference time) {
    String amounts = amounts(time);
    String what = "Time of the command: ";
    if (time.verdict() == Verdict.DIFFERENT) {
      return what + change(time) + ", " + amounts + inRuns(time);
    }
    boolean isUntested = Double.isNaN(time.adjusted()) && time.verdict() == Verdict.NOT_SHOWN;
    return isUntested || comparison.method() == RunComparison.Method.BLOCKS
        ? what + amounts + "; too few runs to say whether that is chance"
        : what + "no difference is shown, " + amounts;
  }

  /** A difference. */
  String of(Difference difference) {
    return subject(difference.key())
        + ": "
        + Printable.truncated(difference.key().figure(), LONGEST)
        + " "
        + change(difference)
        + ", "
        + amounts(difference)
        + inRuns(difference)
        + (difference.since() > 0 ? ", from " + seconds(difference.since()) + " on" : "");
  }

  /** What a difference is one of. */
  String subject(Key key) {
    return comparison.names().of(key.subject());
  }

  private static String change(Difference difference) {
    Range relative = difference.relativeRange();
    if (relative != null) {
      return percent(difference.relative())
          + " % ["
          + percent(relative.low())
          + ", "
          + percent(relative.high())
          + "]";
    }
    if (difference.intervals() == null && !Double.isNaN(difference.relative())) {
      return percent(difference.relative()) + " %";
    }
    double size = Math.abs(difference.difference());
    Scale scale = Scale.of(difference.key().unit(), size);
    Bootstrap.Ranges ranges = difference.intervals();
    return signed(scale, difference.difference())
        + unit(scale)
        + (ranges == null
            ? ""
            : " ["
                + signed(scale, ranges.difference().low())
                + ", "
                + signed(scale, ranges.difference().high())
                + "]");
  }

  private static String signed(Scale scale, double number) {
    return (number > 0 ? "+" : "") + scale.text(number);
  }

  private static String unit(Scale scale) {
    return scale.unit().isEmpty() ? "" : " " + scale.unit();
  }

  /** A part as percent, with a sign. */
  static String percent(double part) {
    double percent = part * 100;
    double size = Math.abs(percent);
    String form = size >= 9.95 ? "%+,.0f" : size >= 0.995 ? "%+.1f" : "%+.2f";
    return String.format(Locale.ROOT, form, percent);
  }

  private static String amounts(Difference difference) {
    double before = difference.medianOfA();
    double after = difference.medianOfB();
    Scale scale = Scale.of(difference.key().unit(), Math.max(Math.abs(before), Math.abs(after)));
    return "from " + scale.text(before) + " to " + scale.text(after) + unit(scale);
  }

  private String inRuns(Difference difference) {
    long beyond = difference.runsBeyond();
    int runs = Statistics.known(difference.b()).length;
    return runs < 2 || comparison.method() == RunComparison.Method.BLOCKS
        ? ""
        : beyond == runs
            ? String.format(Locale.ROOT, ", in all %,d runs", runs)
            : String.format(Locale.ROOT, ", in %,d of %,d runs", beyond, runs);
  }

  /** How many figures do not differ, and why. */
  List<String> others() {
    Map<Verdict, Integer> counts = comparison.counts();
    List<String> others = new ArrayList<>();
    int repetitions = comparison.repetitions();
    if (repetitions > 0) {
      others.add(
          counted(repetitions, "difference")
              + (repetitions == 1 ? " of a thread that is" : " of threads that are")
              + " also that of a process, which is listed");
    }
    int notExamined = counts.getOrDefault(Verdict.NOT_EXAMINED, 0);
    if (notExamined > 0) {
      others.add(
          counted(notExamined, "more figure")
              + " of which the test shows a difference: too many to examine each further");
    }
    count(counts, Verdict.NOT_SHOWN, "in which no difference is shown", others);
    count(counts, Verdict.THE_SAME, "the same in all runs", others);
    count(
        counts,
        Verdict.TOO_COARSE,
        "that cannot tell: they differ by no more than the kernel's counting, or in one run only",
        others);
    return others;
  }

  private static void count(
      Map<Verdict, Integer> counts, Verdict verdict, String what, List<String> others) {
    int count = counts.getOrDefault(verdict, 0);
    if (count > 0) {
      others.add(counted(count, "figure") + " " + what);
    }
  }

  /** What only one of the groups has. */
  List<String> unmatched() {
    List<String> all = new ArrayList<>();
    if (!comparison.found().isEmpty()) { // otherwise the verdict says so
      ran(true).ifPresent(all::add);
      ran(false).ifPresent(all::add);
    }
    all.addAll(ofOneGroup());
    return all;
  }

  private List<String> ofOneGroup() {
    Map<String, List<Unmatched>> byReason =
        comparison.unmatched().stream()
            .collect(Collectors.groupingBy(Unmatched::reason, TreeMap::new, Collectors.toList()));
    return byReason.entrySet().stream()
        .map(
            entry ->
                counted(entry.getValue().stream().mapToInt(Unmatched::figures).sum(), "figure")
                    + " "
                    + entry.getKey()
                    + ": "
                    + subjects(entry.getValue().stream().map(Unmatched::what).toList()))
        .toList();
  }

  /** What became of a condition. */
  String of(Outcome outcome) {
    String condition = "--fail-if '" + outcome.condition().text() + "': ";
    String named = counted(outcome.figures(), "figure");
    if (!outcome.isDecided()) {
      return condition + "cannot be decided: there are too few runs";
    }
    String which =
        ": "
            + names(
                outcome.named().stream().map(key -> subject(key) + " " + key.figure()).toList(),
                name -> name);
    return condition
        + (outcome.met().isEmpty()
            ? "not met by " + (outcome.figures() == 1 ? "the figure" : "any of " + named) + which
            : "met by " + outcome.met().size() + " of " + named);
  }
}
