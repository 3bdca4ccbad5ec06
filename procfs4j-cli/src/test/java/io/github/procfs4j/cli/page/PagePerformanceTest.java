package io.github.procfs4j.cli.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.Run;
import io.github.procfs4j.cli.report.PageNumbers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How large pages of long recordings are, how long they take to open, how many frames a second
 * zooming has, and what a frame costs. Times are printed, and only compared with those of an empty
 * page in the same browser, as the machine may be busy.
 */
@Tag("alone")
class PagePerformanceTest {
  private static final long MIB = 1 << 20;

  @AutoClose private static Browser browser;

  @TempDir static Path directory;

  /** How long an empty page takes to open, and the CPU time of a frame of it, in milliseconds. */
  private static double emptyMillis;

  private static double emptyCpu;

  private static final int FRAMES = 40;

  /** The CPU time of the last frames, each, in milliseconds. */
  private static double cpu;

  @BeforeAll
  static void start() throws IOException {
    browser = Browser.start();
    Series none = new Series("x", new double[] {0, 1}, new float[] {0, 1});
    Chart chart = new Chart("c", "", "", Chart.Form.LINES, null, List.of(none));
    Page empty =
        Page.of("p", List.of(new Lane("l", "L", chart, List.of(new Section("s", List.of(chart))))));
    Path file = write(empty);
    double frame = 0;
    for (int i = 0; i < 3; i++) { // the browser has to start first
      emptyMillis = open(file, "#open=l");
      frame = frame();
      emptyCpu = cpu;
    }
    print("an empty page", file, emptyMillis, frame);
  }

  /** The default sources for ten minutes: what a real recording contains, ten minutes long. */
  @Test
  void tenMinutesAtAHundredHertz() throws IOException {
    Path recording = directory.resolve("short.rec");
    Run.of("record", "usual@10ms", "--duration", "3s", "-o", recording.toString()).isDone();
    Page page = PageNumbers.page(recording);
    hold("ten minutes at 100 Hz", lengthened(page, 60_000, 0.01, null), "#open=cpu,disks");
  }

  /** The default sources once a second, and 500 processes, a fifth of which do something. */
  @Test
  void anHourWithFiveHundredProcesses() throws IOException {
    Path recording = directory.resolve("slow.rec");
    Run.of("record", "usual@20ms", "--duration", "2s", "-o", recording.toString()).isDone();
    Page page = PageNumbers.page(recording);
    hold("an hour, 500 processes", lengthened(page, 3_600, 1, tasks()), "#open=cpu,processes");
  }

  @Test
  void aMillionPoints() throws IOException {
    Random random = new Random(1);
    double[] times = new double[1_000_000];
    float[] values = new float[times.length];
    for (int i = 0; i < times.length; i++) {
      times[i] = i / 1000.0;
      values[i] = random.nextFloat();
    }
    Series series = new Series("x", times, values);
    Chart chart = new Chart("c", "", "", Chart.Form.LINES, null, List.of(series));
    Section section = new Section("s", List.of(chart));
    Page page = Page.of("p", List.of(new Lane("l", "L", chart, List.of(section))));
    hold("a million points", page, "#open=l");
  }

  private static void hold(String what, Page page, String fragment) throws IOException {
    Path file = write(page);
    double first = open(file, "");
    double opened = open(file, "");
    open(file, fragment);
    browser.drawn();
    double frame = frame();
    print(what, file, Math.min(first, opened), frame);
    assertThat(Files.size(file)).isLessThan(15 * MIB);
    assertThat(Math.min(first, opened)).as("milliseconds").isLessThan(60 * emptyMillis);
    // On a busy machine a frame takes as long as others let it, whatever it costs.
    assertThat(cpu).as("milliseconds of CPU time for a frame").isLessThan(12 * emptyCpu);
    assertThat(browser.log()).isEmpty();
  }

  private static void print(String what, Path file, double opened, double frame)
      throws IOException {
    System.out.printf(
        Locale.ROOT,
        "page: %s: %.1f MiB, opened in %.0f ms, zoomed at %.0f frames a second, %.1f ms of CPU time"
            + " each%n",
        what,
        (double) Files.size(file) / MIB,
        opened,
        1000 / frame,
        cpu);
  }

  private static Path write(Page page) throws IOException {
    Path file = Files.createTempFile(directory, "page", ".html");
    try (OutputStream out = Files.newOutputStream(file)) {
      PageWriter.write(page, out);
    }
    return file;
  }

  /** Milliseconds from the beginning of the navigation until the first screen is drawn. */
  private static double open(Path file, String fragment) {
    browser.open(file, fragment);
    return browser
        .<Number>ask("return performance.getEntriesByName('ready')[0].startTime")
        .doubleValue();
  }

  /** The mean time between frames, each of which shows another time, in milliseconds. */
  private static double frame() {
    double before = browser.cpuMillis();
    double frame =
        browser
            .<Number>ask(
                """
                const frame = () => new Promise(requestAnimationFrame);
                await frame();
                const begin = performance.now();
                const frames = %d;
                const length = whole.to - whole.from;
                for (let i = 1; i <= frames; i++) {
                  zoom(whole.from + length * i / 100, whole.to - length * i / 100, true);
                  await frame();
                }
                return (performance.now() - begin) / frames;
                """
                    .formatted(FRAMES)
                    .transform(body -> "return (async () => {" + body + "})()"))
            .doubleValue();
    cpu = (browser.cpuMillis() - before) / FRAMES;
    return frame;
  }

  // ---- Long pages from short ones

  /** The same page with other times, where each value that differs from the one before is new. */
  private static Page lengthened(Page page, int samples, double period, @Nullable Tasks tasks) {
    Random random = new Random(2);
    IdentityHashMap<double[], double[]> times = new IdentityHashMap<>();
    IdentityHashMap<float[], float[]> arrays = new IdentityHashMap<>();
    List<Lane> lanes = new ArrayList<>();
    for (Lane lane : page.lanes()) {
      List<Section> sections = new ArrayList<>();
      for (Section section : lane.sections()) {
        List<Chart> charts =
            section.charts().stream()
                .map(chart -> longer(chart, samples, period, times, arrays, random))
                .toList();
        sections.add(
            new Section(
                section.title(),
                section.table(),
                charts,
                section.flat(),
                section.tasks() == null ? null : tasks));
      }
      Chart headline = lane.headline();
      lanes.add(
          new Lane(
              lane.id(),
              lane.title(),
              headline == null ? null : longer(headline, samples, period, times, arrays, random),
              sections));
    }
    return new Page(
        page.title(),
        page.subtitle(),
        page.clock(),
        page.verdicts(),
        page.warnings(),
        page.facts(),
        lanes,
        page.marks());
  }

  @SuppressWarnings("NullAway") // weights and spreads may be null
  private static Chart longer(
      Chart chart,
      int samples,
      double period,
      IdentityHashMap<double[], double[]> times,
      IdentityHashMap<float[], float[]> arrays,
      Random random) {
    List<Series> series = new ArrayList<>();
    float[] spread = chart.spread();
    for (Series of : chart.series()) {
      // Sources that are sampled once a second are so here, too.
      boolean isSlow = of.times().length < 10;
      int length = isSlow ? (int) (samples * period) : samples;
      double[] all =
          times.computeIfAbsent(
              of.times(),
              key -> {
                double[] longer = new double[length];
                for (int i = 0; i < length; i++) {
                  longer[i] = (i + 1) * (isSlow ? 1 : period) + random.nextDouble() * 1e-4;
                }
                return longer;
              });
      series.add(
          new Series(
              of.name(),
              of.key(),
              all,
              longer(of.values(), all.length, arrays, random),
              of.weights() == null ? null : longer(of.weights(), all.length, arrays, random)));
    }
    return new Chart(
        chart.id(),
        chart.title(),
        chart.unit(),
        chart.note(),
        chart.form(),
        chart.range(),
        series,
        spread == null || series.isEmpty()
            ? null
            : longer(spread, series.getFirst().times().length, arrays, random));
  }

  private static float[] longer(
      float[] values, int length, IdentityHashMap<float[], float[]> arrays, Random random) {
    return arrays.computeIfAbsent(
        values,
        key -> {
          float[] longer = new float[length];
          for (int i = 0; i < length; i++) {
            float value = values.length == 0 ? 0 : values[i % values.length];
            float before =
                i % Math.max(1, values.length) == 0 ? value : values[i % values.length - 1];
            longer[i] =
                i > 0 && value == before
                    ? longer[i - 1]
                    : value * (1 + (random.nextFloat() - 0.5f) / 100);
          }
          return longer;
        });
  }

  private static Tasks tasks() {
    Random random = new Random(3);
    int samples = 3_600;
    double[] times = new double[samples];
    for (int i = 0; i < samples; i++) {
      times[i] = i + 1 + random.nextDouble() * 1e-3;
    }
    List<Tasks.Measure> measures = new ArrayList<>();
    for (String name : List.of("CPU", "memory", "I/O", "page faults", "run delay")) {
      boolean isRate = !name.equals("memory");
      measures.add(new Tasks.Measure(name, "", "", isRate ? 1 : 0, isRate, ""));
    }
    List<Tasks.Task> tasks = new ArrayList<>();
    for (int p = 0; p < 500; p++) {
      boolean isActive = p % 5 == 0;
      List<java.util.function.Supplier<float[]>> values = new ArrayList<>();
      for (int m = 0; m < measures.size(); m++) {
        float[] of = new float[samples];
        for (int i = 0; i < samples; i++) {
          // CPU time is counted in ticks, memory in pages.
          of[i] =
              m == 1
                  ? i > 0 && random.nextInt(20) > 0 ? of[i - 1] : 4096f * random.nextInt(100_000)
                  : isActive || random.nextInt(100) == 0 ? random.nextInt(100) / 100f : 0;
        }
        values.add(() -> of);
      }
      String name = (1000 + p) + " process" + p;
      tasks.add(new Tasks.Task(name, name, "" + p, false, "", values));
    }
    // It takes 10 to 20 ms to read them all.
    float[] spread = new float[samples];
    for (int i = 0; i < samples; i++) {
      spread[i] = 0.01f + random.nextFloat() / 100;
    }
    return new Tasks(times, 0, measures, tasks, spread, "");
  }
}
