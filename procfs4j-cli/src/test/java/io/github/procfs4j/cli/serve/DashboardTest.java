package io.github.procfs4j.cli.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.cli.exposition.ExposedText;
import io.github.procfs4j.cli.exposition.Format;
import io.github.procfs4j.cli.exposition.Metric;
import io.github.procfs4j.cli.exposition.MetricTable;
import io.github.procfs4j.cli.exposition.Selection;
import io.github.procfs4j.cli.exposition.SourcePlan;
import io.github.procfs4j.cli.exposition.TextBuffer;
import io.github.procfs4j.cli.exposition.Usual;
import io.github.procfs4j.processes.Processes;
import io.github.procfs4j.sampling.KernelConstants;
import io.github.procfs4j.testing.Corpus;
import io.github.procfs4j.testing.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard and the rules use metrics and labels that are exposed. */
class DashboardTest {
  private static final Path DASHBOARD = Path.of("../docs/serve/dashboard.json");
  static final Path RULES = Path.of("../docs/serve/rules.yml");
  private static final Pattern SELECTOR =
      Pattern.compile("(?<![\\w:])((?:node|procfs|namedprocess)_\\w+)(?:\\{([^}]*)})?");
  private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*=~?\"");
  private static final Pattern GROUPING = Pattern.compile("by \\(([\\w, ]+)\\)");
  private static final Pattern LEGEND = Pattern.compile("\\{\\{(\\w+)}}");
  private static final Pattern RULE = Pattern.compile("(?m)^ +expr: (.+)$");

  private static final Path ROOT = Corpus.tree("amd64-6.12-smp4-numa2", "s0");

  /** The labels that Prometheus adds. */
  private static final Set<String> ADDED = Set.of("instance", "job");

  @TempDir private Path empty;

  /** The labels of each metric that is exposed. */
  private Map<String, Set<String>> exposed() throws Exception {
    Map<String, Set<String>> exposed = new HashMap<>();
    add(text(), exposed);
    TextBuffer between = new TextBuffer();
    new Between(
            List.of(
                new FigureSource(Procfs.sampledFile("stat").orElseThrow(), ROOT, Selection.ALL)),
            Duration.ofHours(1),
            message -> {})
        .write(Format.TEXT, "", between);
    add(new String(between.toBytes(), UTF_8), exposed);
    for (Metric metric : MetricTable.figures().metrics()) {
      String name = metric.name(metric.table(), metric.column(), label -> "");
      exposed.put(name, Set.copyOf(metric.labelNames()));
      exposed.put(name + "_max", Set.copyOf(metric.labelNames()));
    }
    return exposed;
  }

  /** What a scrape of the usual sources and of processes returns. */
  private String text() throws Exception {
    KernelConstants constants = KernelConstants.ofRunningKernel();
    List<Served> sources = new ArrayList<>();
    for (String source : Usual.sources()) {
      sources.add(
          new ServedSource(
              Procfs.sampledFile(source).orElseThrow().sampler(ROOT),
              new SourcePlan.Context(
                  source, Usual.of(source), OptionalInt.of(100), OptionalInt.of(4096)),
              message -> {}));
    }
    sources.add(new ProcessGroups(Processes.at(empty).sampler(), 1, constants, message -> {}));
    try (Scrapes scrapes = new Scrapes(sources)) {
      return new String(scrapes.text(Format.TEXT, TimeUnit.MINUTES.toNanos(1)), UTF_8);
    }
  }

  private static void add(String text, Map<String, Set<String>> exposed) {
    ExposedText.parse(text)
        .values()
        .keySet()
        .forEach(
            series -> {
              Set<String> labels = new HashSet<>();
              Matcher label = Pattern.compile("(?:\\{|, )(\\w+)=").matcher(series);
              while (label.find()) {
                labels.add(label.group(1));
              }
              exposed.put(ExposedText.family(series), labels);
            });
  }

  private static void check(String expression, String legend, Map<String, Set<String>> exposed) {
    Set<String> ofAll = new HashSet<>(ADDED);
    Matcher selector = SELECTOR.matcher(expression);
    int selectors = 0;
    while (selector.find()) {
      Set<String> labels =
          Objects.requireNonNull(exposed.get(selector.group(1)), () -> "not there: " + expression);
      ofAll.addAll(labels);
      Matcher label = LABEL.matcher(selector.group(2) == null ? "" : selector.group(2));
      while (label.find()) {
        assertThat(ADDED.contains(label.group(1)) || labels.contains(label.group(1)))
            .as(selector.group())
            .isTrue();
      }
      selectors++;
    }
    assertThat(selectors).as(expression).isPositive();
    Matcher grouping = GROUPING.matcher(expression);
    while (grouping.find()) {
      assertThat(ofAll).contains(grouping.group(1).split(", ?", -1));
    }
    Matcher named = LEGEND.matcher(legend);
    while (named.find()) {
      assertThat(ofAll).as(legend).contains(named.group(1));
    }
  }

  @Test
  void showsWhatIsExposed() throws Exception {
    Map<String, Set<String>> exposed = exposed();
    Object dashboard = Json.parse(Files.readString(DASHBOARD));
    Set<String> used = new HashSet<>();
    int panels = Json.list(dashboard, "panels").size();
    for (int panel = 0; panel < panels; panel++) {
      int targets = Json.list(dashboard, "panels", panel, "targets").size();
      assertThat(targets).isPositive();
      for (int target = 0; target < targets; target++) {
        String expression = Json.text(dashboard, "panels", panel, "targets", target, "expr");
        check(
            expression,
            Json.text(dashboard, "panels", panel, "targets", target, "legendFormat"),
            exposed);
        used.add(expression);
      }
    }
    assertThat(used).hasSizeGreaterThan(25);
    assertThat(exposed)
        .containsKey(
            Json.text(dashboard, "templating", "list", 1, "query", "query")
                .replaceAll("label_values\\((\\w+), instance\\)", "$1"));
  }

  @Test
  void rulesAreAboutWhatIsExposed() throws Exception {
    Map<String, Set<String>> exposed = exposed();
    String rules = Files.readString(RULES);
    Matcher rule = RULE.matcher(rules);
    int checked = 0;
    while (rule.find()) {
      check(rule.group(1), "", exposed);
      checked++;
    }
    assertThat(checked).isEqualTo(rules.split("expr:", -1).length - 1).isPositive();
  }

  @Test
  void promtoolAcceptsTheRules() throws Exception {
    Path promtool = promtool();
    assertThat(run(promtool, "", "check", "rules", RULES.toString())).contains("SUCCESS");
  }

  /** Names in the table of figures and of processes are good names to promtool. */
  @Test
  void promtoolHasNothingToSayAboutOwnNames() throws Exception {
    Path promtool = promtool();
    StringBuilder text = new StringBuilder();
    exposed()
        .keySet()
        .forEach(
            name -> {
              if (!name.startsWith("node_")) {
                String type = name.endsWith("_total") ? "counter" : "gauge";
                text.append(
                    "# HELP %s A help.\n# TYPE %s %s\n%s 1\n".formatted(name, name, type, name));
              }
            });
    assertThat(run(promtool, text.toString(), "check", "metrics")).isEmpty();
  }

  /** Of the names of node_exporter, promtool says that they are not in snake_case. */
  @Test
  void promtoolSaysNothingElseAboutNamesOfNodeExporter() throws Exception {
    Path promtool = promtool();
    String said = run(promtool, text().replaceAll("(?m)^procfs_.*$", ""), "check", "metrics");
    assertThat(said.lines())
        .isNotEmpty()
        .allMatch(line -> line.matches("node_(memory|netstat)_\\S+ metric names .* 'camelCase'"));
  }

  private static Path promtool() {
    Path promtool = Path.of("/usr/bin/promtool");
    assumeTrue(Files.isExecutable(promtool), "there is no " + promtool);
    return promtool;
  }

  private static String run(Path program, String input, String... arguments) throws Exception {
    List<String> words = new ArrayList<>(List.of(program.toString()));
    words.addAll(List.of(arguments));
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    process.getOutputStream().write(input.getBytes(UTF_8));
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isIn(0, 3); // 3 if it has something to say
    return said;
  }
}
