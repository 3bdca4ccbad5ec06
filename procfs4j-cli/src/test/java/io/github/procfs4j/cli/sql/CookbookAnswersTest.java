package io.github.procfs4j.cli.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingDouble;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.Run;
import io.github.procfs4j.cli.report.ReportCommand;
import io.github.procfs4j.cli.sql.RelationRows.Row;
import io.github.procfs4j.cli.sql.RelationRows.Time;
import io.github.procfs4j.recording.RecordingFacts;
import io.github.procfs4j.recording.RecordingWriter;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.system.DiskStats;
import io.github.procfs4j.system.NetDev;
import io.github.procfs4j.system.Stat;
import io.github.procfs4j.testing.CorpusCopy;
import io.github.procfs4j.testing.Json;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The answers that docs/sql.md promises, over several recordings at once, equal those that loops
 * over the rows of the library compute: a recording of this machine, recordings of real programs
 * with one problem each, and one of made-up moments with marks, a gap and late ticks.
 */
@SuppressWarnings("NullAway") // what is missing fails the test
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CookbookAnswersTest {
  private static final Pattern QUESTION =
      Pattern.compile("^(\\S.*)\n\n```sql\n((?:.*\n)*?)```", Pattern.MULTILINE);
  private static final double CLOSE = 1e-9;
  private static final long SECOND = 1_000_000;

  /** No process in the recordings was in this state; those that slept represent them. */
  private static final String UNINTERRUPTIBLE = "D";

  private static final String SLEEPING = "S";

  private List<Path> files = List.of();
  private RelationRows all = new RelationRows(List.of());

  /**
   * How a question is answered.
   *
   * @param key the column by which rows are ordered; -1 if they are not
   * @param isDescending the direction; what is null comes last in both
   * @param limit the greatest number of rows
   * @param rows all rows, whose cells are texts, numbers, times, null, or a set of which any is
   *     right
   */
  private record Answer(
      int key,
      boolean isDescending,
      int limit,
      Function<RelationRows, List<List<@Nullable Object>>> rows) {
    static Answer unordered(Function<RelationRows, List<List<@Nullable Object>>> rows) {
      return new Answer(-1, false, Integer.MAX_VALUE, rows);
    }

    static Answer rising(
        int key, int limit, Function<RelationRows, List<List<@Nullable Object>>> rows) {
      return new Answer(key, false, limit, rows);
    }

    static Answer falling(
        int key, int limit, Function<RelationRows, List<List<@Nullable Object>>> rows) {
      return new Answer(key, true, limit, rows);
    }
  }

  private static final int ALL = Integer.MAX_VALUE;

  /** The answers by the beginning of the question. */
  private static final Map<String, Answer> ANSWERS = answers();

  private static Map<String, Answer> answers() {
    Map<String, Answer> answers = new LinkedHashMap<>();
    answers.put("How busy was each CPU", Answer.rising(0, ALL, CookbookAnswersTest::ofCpus));
    answers.put("When was the machine busiest", Answer.falling(1, 5, CookbookAnswersTest::steps));
    answers.put(
        "What is the 99th percentile", Answer.falling(1, ALL, CookbookAnswersTest::percentiles));
    answers.put("Why do figures of a disk", Answer.falling(2, 5, CookbookAnswersTest::remarks));
    answers.put("How much memory was available", Answer.rising(1, 1, CookbookAnswersTest::least));
    answers.put("Which part of the memory", Answer.falling(1, ALL, CookbookAnswersTest::parts));
    answers.put("Which processes grew", Answer.falling(2, 5, CookbookAnswersTest::growth));
    answers.put("Which processes used most CPU", Answer.falling(2, 5, CookbookAnswersTest::used));
    answers.put("Who ran while another guest", Answer.falling(1, 5, CookbookAnswersTest::stolen));
    answers.put(
        "Which process was busiest while", Answer.falling(1, 10, CookbookAnswersTest::pressure));
    answers.put("Which threads waited longest", Answer.falling(2, 5, CookbookAnswersTest::waited));
    answers.put("Which network interface", Answer.falling(1, ALL, CookbookAnswersTest::interfaces));
    answers.put("How many context switches", Answer.rising(0, 5, CookbookAnswersTest::switches));
    answers.put("Which counters of the memory", Answer.falling(1, 10, CookbookAnswersTest::memory));
    answers.put("Which processes came and went", Answer.rising(2, 5, CookbookAnswersTest::came));
    answers.put("Which processes were ever in", Answer.falling(2, 5, CookbookAnswersTest::stuck));
    answers.put("What was marked", Answer.unordered(CookbookAnswersTest::marks));
    answers.put("What is missing", Answer.rising(1, ALL, CookbookAnswersTest::missing));
    answers.put("What does the field", Answer.unordered(CookbookAnswersTest::fields));
    answers.put("Which host differs most", Answer.falling(3, 5, CookbookAnswersTest::hosts));
    answers.put("What did recording itself", Answer.unordered(CookbookAnswersTest::costs));
    return answers;
  }

  @BeforeAll
  void record(@TempDir Path directory) throws Exception {
    files = new ArrayList<>();
    for (String name : List.of("forks", "fsync", "gc", "hog", "leak", "lock", "thread")) {
      Path file = directory.resolve(name + ".rec");
      try (InputStream in =
          new GZIPInputStream(
              Objects.requireNonNull(
                  ReportCommand.class.getResourceAsStream("staged/" + name + ".rec.gz")))) {
        Files.copy(in, file);
      }
      files.add(file);
    }
    Path here = directory.resolve("here.rec");
    Run run = Run.of("record", "--every", "100ms", "--duration", "2s", "-o", here.toString());
    assertThat(run.code()).as(run.err()).isZero();
    files.add(here);
    files.add(made(directory));
    all = new RelationRows(files);
  }

  /** Real texts of another machine; what happens to them is made up. */
  private static Path made(Path directory) throws Exception {
    CorpusCopy tree = CorpusCopy.of(directory, "s0");
    Path file = directory.resolve("made.rec");
    List<Sampler<?>> samplers =
        List.of(
            Stat.FILE.sampler(tree.root()),
            DiskStats.FILE.sampler(tree.root()),
            NetDev.FILE.sampler(tree.root()));
    List<Recorder.Track> tracks =
        samplers.stream().map(s -> new Recorder.Track(s, Duration.ofMillis(10))).toList();
    try (RecordingWriter writer =
        RecordingWriter.create(file, false, tracks, RecordingFacts.ofMachine(tree.root()))) {
      writer.mark(System.nanoTime(), "before; all, \"'");
      List<String> moments = List.of("s0", "s1", "s2", "s1", "s0", "s1", "s2");
      for (int i = 0; i < moments.size(); i++) {
        tree.goTo(moments.get(i));
        if (i == 3) {
          tree.put("diskstats", "nonsense".getBytes(UTF_8));
        }
        for (int s = 0; s < samplers.size(); s++) {
          Outcome outcome = samplers.get(s).sample();
          if (outcome == Outcome.SAMPLED) {
            writer.sampled(s, samplers.get(s));
          } else {
            writer.failed(s, samplers.get(s), outcome, true);
          }
        }
        writer.mark(System.nanoTime(), "after " + moments.get(i));
        if (i % 2 == 1) {
          writer.late(i % samplers.size(), i);
        }
        Thread.sleep(15);
      }
    }
    samplers.forEach(Sampler::close);
    return file;
  }

  private static Map<String, String> questions() throws IOException {
    Map<String, String> questions = new LinkedHashMap<>();
    Matcher matcher = QUESTION.matcher(Files.readString(Path.of("../docs/sql.md")));
    while (matcher.find()) {
      questions.put(matcher.group(1), matcher.group(2).strip());
    }
    return questions;
  }

  static Collection<String> begins() {
    return ANSWERS.keySet();
  }

  @Test
  void everyQuestionIsAnswered() throws IOException {
    assertThat(questions().keySet())
        .hasSameSizeAs(ANSWERS.keySet())
        .allMatch(question -> ANSWERS.keySet().stream().anyMatch(question::startsWith));
  }

  @ParameterizedTest
  @MethodSource("begins")
  void theAnswerIsThatOfLoops(String begin) throws IOException {
    String query =
        questions().entrySet().stream()
            .filter(question -> question.getKey().startsWith(begin))
            .findFirst()
            .orElseThrow()
            .getValue()
            .replace("'" + UNINTERRUPTIBLE + "'", "'" + SLEEPING + "'");
    List<String> words = new ArrayList<>(List.of("sql", "--format", "json"));
    files.forEach(file -> words.add(file.toString()));
    words.add(query);
    List<List<String>> found =
        Run.of(words.toArray(String[]::new)).isDone().lines().stream()
            .map(line -> cells(Json.members(Json.parse(line))))
            .toList();
    Answer answer = ANSWERS.get(begin);
    List<List<@Nullable Object>> expected = new ArrayList<>(answer.rows.apply(all));
    assertThat(found).hasSize(Math.min(answer.limit, expected.size())).isNotEmpty();
    if (answer.key >= 0) {
      Comparator<Object> order = comparing(CookbookAnswersTest::comparable);
      expected.sort(
          comparing(
              (List<@Nullable Object> row) -> row.get(answer.key),
              Comparator.nullsLast(answer.isDescending ? order.reversed() : order)));
      for (int i = 0; i < found.size(); i++) {
        assertThat(found.get(i).get(answer.key))
            .as("row %d", i)
            .matches(cell(expected.get(i).get(answer.key)), expected.get(i).toString());
      }
    }
    for (List<String> row : found) {
      int match = 0;
      while (match < expected.size() && !matches(row, expected.get(match))) {
        match++;
      }
      assertThat(match).as("%s is none of %s", row, expected).isLessThan(expected.size());
      expected.remove(match);
    }
  }

  private static List<String> cells(Map<String, Object> row) {
    return row.values().stream().map(String::valueOf).toList();
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Comparable<Object> comparable(Object value) {
    return (Comparable) (value instanceof BigDecimal number ? number.doubleValue() : value);
  }

  private static boolean matches(List<String> row, List<@Nullable Object> expected) {
    for (int i = 0; i < row.size(); i++) {
      if (!cell(expected.get(i)).test(row.get(i))) {
        return false;
      }
    }
    return row.size() == expected.size();
  }

  /** Whether a cell that a query printed has this value. */
  private static Predicate<String> cell(@Nullable Object value) {
    return switch (value) {
      case null -> "null"::equals;
      case Set<?> any -> text -> any.contains(text);
      case Number number ->
          text ->
              !text.equals("null")
                  && Math.abs(Double.parseDouble(text) - number.doubleValue())
                      <= CLOSE * Math.max(1, Math.abs(number.doubleValue()));
      default -> value.toString()::equals;
    };
  }

  private static List<@Nullable Object> row(@Nullable Object... cells) {
    return Arrays.asList(cells);
  }

  /** The rows by the values of some fields. */
  private static Map<List<@Nullable Object>, List<Row>> groups(
      Collection<Row> rows, String... fields) {
    return rows.stream()
        .collect(groupingBy(row -> Stream.of(fields).<Object>map(row::get).toList()));
  }

  private static List<Row> with(Collection<Row> rows, String field) {
    return rows.stream().filter(row -> row.has(field)).toList();
  }

  private static @Nullable Double mean(Collection<Row> rows, String field) {
    List<Row> with = with(rows, field);
    return with.isEmpty()
        ? null
        : with.stream().mapToDouble(row -> row.number(field)).sum() / with.size();
  }

  private static @Nullable Double greatest(Collection<Row> rows, String field) {
    return with(rows, field).stream()
        .map(row -> row.number(field))
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  /** The greatest minus the least value. */
  private static @Nullable Double range(Collection<Row> rows, String field) {
    Double greatest = greatest(rows, field);
    return greatest == null
        ? null
        : greatest
            - with(rows, field).stream().mapToDouble(row -> row.number(field)).min().orElseThrow();
  }

  /** The sum of a rate over the seconds of its intervals. */
  private static @Nullable Double total(Collection<Row> rows, String field) {
    List<Row> with = with(rows, field);
    return with.isEmpty()
        ? null
        : with.stream()
            .mapToDouble(
                row -> row.number(field) * (row.whole("end_ns") - row.whole("begin_ns")) / 1e9)
            .sum();
  }

  private static Set<String> texts(Collection<Row> rows, String field) {
    return with(rows, field).stream().map(row -> row.text(field)).collect(toSet());
  }

  private static List<Row> where(Collection<Row> rows, String field, String text) {
    return rows.stream().filter(row -> text.equals(row.get(field))).toList();
  }

  private static List<List<@Nullable Object>> ofCpus(RelationRows all) {
    List<List<@Nullable Object>> found = new ArrayList<>();
    groups(all.of("stat.cpu_figures"), "cpu")
        .forEach(
            (cpu, rows) ->
                found.add(row(cpu.getFirst(), mean(rows, "busy"), greatest(rows, "busy"))));
    return found;
  }

  private static List<List<@Nullable Object>> steps(RelationRows all) {
    List<List<@Nullable Object>> found = new ArrayList<>();
    where(all.of("stat.cpu_figures"), "cpu", "all").stream()
        .collect(groupingBy(row -> Math.floorDiv(row.time("time").micros(), 10 * SECOND)))
        .forEach((step, rows) -> found.add(row(new Time(step * 10 * SECOND), mean(rows, "busy"))));
    return found;
  }

  private static List<List<@Nullable Object>> percentiles(RelationRows all) {
    List<List<@Nullable Object>> found = new ArrayList<>();
    groups(all.of("diskstats.disk_figures"), "device")
        .forEach(
            (device, rows) -> {
              double[] waits =
                  with(rows, "r_await").stream()
                      .mapToDouble(row -> row.number("r_await"))
                      .sorted()
                      .toArray();
              Double percentile = null;
              if (waits.length > 0) {
                double at = 0.99 * (waits.length - 1);
                int below = (int) at;
                int above = Math.min(below + 1, waits.length - 1);
                percentile = waits[below] + (at - below) * (waits[above] - waits[below]);
              }
              found.add(row(device.getFirst(), percentile));
            });
    return found;
  }

  private static List<List<@Nullable Object>> remarks(RelationRows all) {
    List<List<@Nullable Object>> found = new ArrayList<>();
    groups(with(all.of("diskstats.disk_figures"), "remarks"), "device", "remarks")
        .forEach((key, rows) -> found.add(row(key.getFirst(), key.getLast(), rows.size())));
    return found;
  }

  private static List<List<@Nullable Object>> least(RelationRows all) {
    return all.of("meminfo.meminfo").stream()
        .map(row -> row(row.get("time"), row.number("MemAvailable") / 1048576))
        .toList();
  }

  private static List<List<@Nullable Object>> parts(RelationRows all) {
    List<List<@Nullable Object>> found = new ArrayList<>();
    List<Row> rows =
        all.of("meminfo.meminfo").stream().sorted(comparing(row -> row.time("time"))).toList();
    for (String part :
        List.of("AnonPages", "Slab", "Shmem", "PageTables", "KernelStack", "Mapped", "Cached")) {
      found.add(row(part, rows.getLast().number(part) - rows.getFirst().number(part)));
    }
    return found;
  }

  private static List<List<@Nullable Object>> growth(RelationRows all) {
    Row worst =
        all.of("meminfo.meminfo").stream()
            .min(comparingDouble(row -> row.number("MemAvailable")))
            .orElseThrow();
    long end = worst.time("time").micros();
    List<Row> near =
        where(all.of("pid.process"), "recording", worst.text("recording")).stream()
            .filter(row -> row.time("time").micros() <= end)
            .filter(row -> row.time("time").micros() >= end - 60 * SECOND)
            .toList();
    List<List<@Nullable Object>> found = new ArrayList<>();
    groups(near, "pid", "start")
        .forEach(
            (process, rows) -> {
              List<Row> sorted =
                  with(rows, "rss").stream().sorted(comparing(row -> row.time("time"))).toList();
              found.add(
                  row(
                      process.getFirst(),
                      texts(rows, "comm"),
                      sorted.isEmpty()
                          ? null
                          : sorted.getLast().number("rss") - sorted.getFirst().number("rss")));
            });
    return found;
  }

  private static List<List<@Nullable Object>> used(RelationRows all) {
    List<List<@Nullable Object>> found = new ArrayList<>();
    groups(all.of("pid.process_figures"), "pid", "recording", "start")
        .forEach(
            (process, rows) ->
                found.add(row(process.getFirst(), texts(rows, "comm"), total(rows, "cpu"))));
    return found;
  }

  private static List<List<@Nullable Object>> stolen(RelationRows all) {
    Map<String, @Nullable Double> sums = new HashMap<>();
    for (Row cpu : where(all.of("stat.cpu_figures"), "cpu", "all")) {
      if (cpu.has("steal") && cpu.number("steal") > 0) {
        for (Row process :
            where(all.of("pid.process_figures"), "recording", cpu.text("recording"))) {
          long begin = Math.max(process.whole("begin_ns"), cpu.whole("begin_ns"));
          long end = Math.min(process.whole("end_ns"), cpu.whole("end_ns"));
          if (begin < end) {
            Double sum = sums.get(process.text("comm"));
            sums.put(
                process.text("comm"),
                process.has("cpu")
                    ? (sum == null ? 0 : sum) + process.number("cpu") * (end - begin) / 1e9
                    : sum);
          }
        }
      }
    }
    List<List<@Nullable Object>> found = new ArrayList<>();
    sums.forEach((comm, sum) -> found.add(row(comm, sum)));
    return found;
  }

  private static List<List<@Nullable Object>> pressure(RelationRows all) {
    Map<String, TreeMap<Time, List<Row>>> samples = new HashMap<>();
    for (Row process : all.of("pid.process_figures")) {
      samples
          .computeIfAbsent(process.text("recording"), name -> new TreeMap<>())
          .computeIfAbsent(process.time("time"), time -> new ArrayList<>())
          .add(process);
    }
    List<List<@Nullable Object>> found = new ArrayList<>();
    for (Row stall : where(all.of("pressure_cpu.pressure_figures"), "stall", "some")) {
      var next =
          samples
              .getOrDefault(stall.text("recording"), new TreeMap<>())
              .ceilingEntry(stall.time("time"));
      Double most = next == null ? null : greatest(next.getValue(), "cpu");
      found.add(
          row(
              stall.get("time"),
              stall.get("stalled"),
              most == null
                  ? null
                  : texts(
                      with(next.getValue(), "cpu").stream()
                          .filter(row -> row.number("cpu") == most)
                          .toList(),
                      "comm"),
              most));
    }
    return found;
  }

  private static List<List<@Nullable Object>> waited(RelationRows all) {
    List<List<@Nullable Object>> found = new ArrayList<>();
    groups(all.of("pid.thread"), "tid", "recording", "pid", "start")
        .forEach(
            (thread, rows) ->
                found.add(row(texts(rows, "comm"), thread.getFirst(), range(rows, "run_delay"))));
    return found;
  }

  private static List<List<@Nullable Object>> interfaces(RelationRows all) {
    List<List<@Nullable Object>> found = new ArrayList<>();
    groups(all.of("net_dev.device"), "device", "recording")
        .forEach(
            (device, rows) ->
                found.add(
                    row(
                        device.getFirst(),
                        range(rows, "receive_bytes"),
                        range(rows, "transmit_bytes"))));
    return found;
  }

  private static List<List<@Nullable Object>> switches(RelationRows all) {
    List<List<@Nullable Object>> found = new ArrayList<>();
    all.of("stat.system_figures").stream()
        .collect(
            groupingBy(
                row -> List.of(row.text("recording"), row.time("time").micros() / SECOND * SECOND)))
        .forEach(
            (key, rows) ->
                found.add(row(new Time((Long) key.getLast()), total(rows, "context_switches"))));
    return found;
  }

  private static List<List<@Nullable Object>> memory(RelationRows all) {
    Map<String, List<Row>> byName = new HashMap<>();
    for (Row row : all.of("vmstat.vmstat")) {
      for (String name : row.values().keySet()) {
        if (name.matches("(pg|psw|oom|compact|thp).*")) {
          byName.computeIfAbsent(name, n -> new ArrayList<>()).add(row);
        }
      }
    }
    List<List<@Nullable Object>> found = new ArrayList<>();
    byName.forEach(
        (name, rows) -> {
          Double range = range(rows, name);
          if (range != null && range > 0) {
            found.add(row(name, range));
          }
        });
    return found;
  }

  private static List<List<@Nullable Object>> came(RelationRows all) {
    List<List<@Nullable Object>> found = new ArrayList<>();
    groups(all.of("pid.process"), "recording")
        .forEach(
            (recording, ofRecording) -> {
              Time first = first(ofRecording);
              Time last = last(ofRecording);
              groups(ofRecording, "pid", "start")
                  .forEach(
                      (process, rows) -> {
                        if (first(rows).compareTo(first) > 0 || last(rows).compareTo(last) < 0) {
                          found.add(
                              row(
                                  process.getFirst(),
                                  texts(rows, "comm"),
                                  first(rows),
                                  last(rows)));
                        }
                      });
            });
    return found;
  }

  private static Time first(Collection<Row> rows) {
    return rows.stream().map(row -> row.time("time")).min(Comparator.naturalOrder()).orElseThrow();
  }

  private static Time last(Collection<Row> rows) {
    return rows.stream().map(row -> row.time("time")).max(Comparator.naturalOrder()).orElseThrow();
  }

  private static List<List<@Nullable Object>> stuck(RelationRows all) {
    List<List<@Nullable Object>> found = new ArrayList<>();
    groups(where(all.of("pid.process"), "state", SLEEPING), "pid", "recording", "start")
        .forEach(
            (process, rows) ->
                found.add(row(process.getFirst(), texts(rows, "comm"), rows.size())));
    return found;
  }

  private static List<List<@Nullable Object>> marks(RelationRows all) {
    List<List<@Nullable Object>> found = new ArrayList<>();
    for (Row mark : all.of("recording.marks")) {
      Row next =
          where(all.of("stat.cpu_figures"), "cpu", "all").stream()
              .filter(row -> row.text("recording").equals(mark.text("recording")))
              .filter(row -> row.time("time").compareTo(mark.time("time")) >= 0)
              .min(comparing(row -> row.time("time")))
              .orElse(null);
      found.add(row(mark.get("time"), mark.get("text"), next == null ? null : next.get("busy")));
    }
    return found;
  }

  private static List<List<@Nullable Object>> missing(RelationRows all) {
    List<List<@Nullable Object>> found = new ArrayList<>();
    for (Row gap : all.of("recording.gaps")) {
      found.add(row(gap.get("source"), gap.get("begin"), gap.get("end"), gap.get("reason")));
    }
    for (Row late : all.of("recording.late_ticks")) {
      String reason = late.whole("ticks") + " ticks were late";
      found.add(row(late.get("source"), late.get("time"), null, reason));
    }
    return found;
  }

  private static List<List<@Nullable Object>> fields(RelationRows all) {
    List<List<@Nullable Object>> found = new ArrayList<>();
    for (Row field : where(all.of("recording.fields"), "relation", "diskstats.disk")) {
      found.add(
          row(field.get("field"), field.get("type"), field.get("unit"), field.get("meaning")));
    }
    return found;
  }

  private static List<List<@Nullable Object>> hosts(RelationRows all) {
    Map<List<@Nullable Object>, @Nullable Double> means = new HashMap<>();
    groups(where(all.of("stat.cpu_figures"), "cpu", "all"), "host", "recording")
        .forEach((host, rows) -> means.put(host, mean(rows, "busy")));
    double[] sorted =
        means.values().stream()
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .sorted()
            .toArray();
    double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    List<List<@Nullable Object>> found = new ArrayList<>();
    means.forEach(
        (host, busy) ->
            found.add(
                row(
                    host.getFirst(),
                    host.getLast(),
                    busy,
                    busy == null ? null : Math.abs(busy - median))));
    return found;
  }

  private static List<List<@Nullable Object>> costs(RelationRows all) {
    List<List<@Nullable Object>> found = new ArrayList<>();
    groups(all.of("self.self_figures"), "recording")
        .forEach(
            (recording, rows) ->
                found.add(
                    row(
                        recording.getFirst(),
                        mean(rows, "cpu"),
                        greatest(rows, "resident"),
                        total(rows, "written"))));
    return found;
  }
}
