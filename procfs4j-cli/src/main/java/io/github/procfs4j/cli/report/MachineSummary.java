package io.github.procfs4j.cli.report;

import io.github.procfs4j.processes.ProcessMeasure;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * The summary of a recording: for each resource what is worth mentioning by the {@link Rules}, and
 * the busiest processes. It keeps nothing of the sources from which it is made.
 */
final class MachineSummary {
  /** The greatest number of processes in a list. */
  static final int SHOWN = 5;

  /** The measures by which processes are compared. */
  static final Set<ProcessMeasure> MEASURES =
      EnumSet.of(
          ProcessMeasure.CPU, ProcessMeasure.MEMORY, ProcessMeasure.IO, ProcessMeasure.RUN_DELAY);

  /** The resources of a machine, in order. */
  enum Resource {
    CPU("CPU"),
    MEMORY("Memory"),
    DISKS("Disks"),
    NETWORK("Network"),
    LOCKS("Locks"),
    STALLS("Stalls");

    private final String text;

    Resource(String text) {
      this.text = text;
    }

    /** Its display name. */
    String text() {
      return text;
    }
  }

  /**
   * What a rule looked at.
   *
   * @param rule the rule
   * @param peak the greatest value
   * @param others how many others are worth mentioning by this rule
   */
  record Finding(Rule rule, Peak peak, int others) {
    boolean isMet() {
      return rule.isMet(peak.value());
    }

    /** The phrase about it. */
    String text() {
      return rule.text(peak);
    }

    /** The same with names of at most this length. */
    String text(int length) {
      return rule.text(peak.truncated(length));
    }
  }

  /**
   * What there is to say about a resource.
   *
   * @param found what is worth mentioning, the most important first
   * @param usual the value of {@link Rules#usual}, if it is known and nothing is worth mentioning
   * @param examined whether any rule had something to look at
   * @param missing the sources that rules had to do without, unless {@link Rules#usual} had its own
   */
  record Verdict(
      Resource resource,
      List<Finding> found,
      Optional<Finding> usual,
      boolean examined,
      List<String> missing) {}

  /**
   * The processes that used most by a measure.
   *
   * @param name the measure
   * @param unit the unit of the numbers
   * @param note which part of them the measure shows; empty if all
   * @param processes the processes, the busiest first
   */
  record Leaders(String name, String unit, String note, List<Leader> processes) {}

  /** A process and what it used. */
  record Leader(String process, double number) {}

  private final Map<Rule, Finding> findings = new LinkedHashMap<>();
  private final Set<Rule> examined = new LinkedHashSet<>();
  private final Map<String, Leaders> leaders = new LinkedHashMap<>();
  private final Recording recording;
  private final Span span;
  private final Set<String> remarks = new LinkedHashSet<>();
  private boolean hasProcesses;
  private final List<WaitUse> waits = new ArrayList<>();

  MachineSummary(Recording recording, Span span) {
    this.recording = recording;
    this.span = span;
  }

  /** The summary of findings that were kept. */
  static MachineSummary of(Recording recording, Span span, List<Findings> sources) {
    MachineSummary summary = new MachineSummary(recording, span);
    sources.forEach(summary::take);
    return summary;
  }

  Recording recording() {
    return recording;
  }

  /** The part that is summarized. */
  Span span() {
    return span;
  }

  /** Whether it needs the findings for a source. */
  static boolean needs(RecordedSource source) {
    return Rules.look(source.name()) || WaitUse.isOf(source.name());
  }

  /** Takes what it needs from the findings for a source. */
  void take(Findings of) {
    if (of.intervals().size() == 0) {
      return;
    }
    Overview.inPart(of).forEach(remark -> remarks.add(of.source().name() + ": " + remark.text()));
    for (Rule rule : Rules.ALL) {
      if (rule.watch().isOf(of.source().name())) {
        List<Peak> peaks =
            rule.watch()
                .peaks(of)
                .sorted(Comparator.comparingDouble(Peak::value).reversed())
                .toList();
        examined.add(rule);
        if (!peaks.isEmpty()) {
          long met = peaks.stream().filter(peak -> rule.isMet(peak.value())).count();
          Finding finding = new Finding(rule, peaks.getFirst(), Math.max(0, (int) met - 1));
          findings.merge(rule, finding, MachineSummary::greater);
        }
      }
    }
    if (of instanceof SourceFigures figures && WaitUse.isOf(of.source().name())) {
      waits.add(WaitUse.of(figures));
    }
    if (of instanceof ProcessUsage usage) {
      hasProcesses = true;
      Overview.refusals(usage).forEach(remark -> remarks.add(remark.text()));
      leaders(usage, ProcessMeasure.CPU);
      add(
          new Leaders(
              "growth",
              "bytes",
              "",
              leaders(usage.tables().getFirst().growing(), TaskUse::growth)));
      leaders(usage, ProcessMeasure.IO);
      leaders(usage, ProcessMeasure.RUN_DELAY);
    }
  }

  /**
   * The greater of two findings from two sources of processes, one of which may contain the other.
   */
  private static Finding greater(Finding one, Finding other) {
    return one.peak.value() >= other.peak.value() ? one : other;
  }

  private void leaders(ProcessUsage usage, ProcessMeasure measure) {
    TaskUsage processes = usage.tables().getFirst();
    for (Busiest busiest : processes.busiest()) {
      if (busiest.measure() == measure) {
        List<TaskUse> uses = busiest.courses().stream().map(Busiest.Course::use).toList();
        add(
            new Leaders(
                measure.text(),
                measure.totalUnit(),
                Overview.partOf(usage, processes, measure),
                leaders(uses, use -> use.total(measure))));
      }
    }
  }

  private static List<Leader> leaders(List<TaskUse> uses, ToDoubleFunction<TaskUse> number) {
    return uses.stream()
        .map(use -> new Leader(use.text(), number.applyAsDouble(use)))
        .limit(SHOWN)
        .toList();
  }

  /** Adds leaders from one source of processes to those from others. */
  private void add(Leaders more) {
    leaders.merge(
        more.name,
        more,
        (one, other) -> {
          Map<String, Leader> all = new LinkedHashMap<>();
          one.processes.forEach(leader -> all.put(leader.process, leader));
          other.processes.forEach(
              leader -> all.merge(leader.process, leader, (a, b) -> a.number >= b.number ? a : b));
          return new Leaders(
              one.name,
              one.unit,
              one.note.isEmpty() ? other.note : one.note,
              all.values().stream()
                  .sorted(Comparator.comparingDouble(Leader::number).reversed())
                  .limit(SHOWN)
                  .toList());
        });
  }

  /** The verdicts, one for each resource. */
  List<Verdict> verdicts() {
    return Arrays.stream(Resource.values()).map(this::verdict).toList();
  }

  private Verdict verdict(Resource resource) {
    List<Rule> rules = Rules.of(resource);
    Rule ofUsual = Rules.usual(resource);
    List<Finding> met =
        rules.stream()
            .filter(findings::containsKey)
            .map(findings::get)
            .filter(Finding::isMet)
            .toList();
    Set<String> names =
        met.stream().map(finding -> finding.rule.name()).collect(Collectors.toSet());
    List<Finding> found =
        met.stream().filter(finding -> !names.contains(finding.rule.unless())).toList();
    Optional<Finding> usual =
        found.isEmpty() ? Optional.ofNullable(findings.get(ofUsual)) : Optional.empty();
    List<String> missing =
        examined.contains(ofUsual)
            ? List.of()
            : rules.stream()
                .filter(rule -> !examined.contains(rule))
                .map(rule -> rule.watch().source())
                .distinct()
                .toList();
    return new Verdict(
        resource, found, usual, rules.stream().anyMatch(examined::contains), missing);
  }

  /** What is left out, and what could not be read of processes, which may be missing in lists. */
  List<String> remarks() {
    return List.copyOf(remarks);
  }

  /** How the threads spent their time whose waits were recorded, for each source of waits. */
  List<WaitUse> waits() {
    return List.copyOf(waits);
  }

  /** Whether processes were recorded. */
  boolean hasProcesses() {
    return hasProcesses;
  }

  /** The busiest processes by each measure about which something is known. */
  List<Leaders> leaders() {
    return List.copyOf(leaders.values());
  }
}
