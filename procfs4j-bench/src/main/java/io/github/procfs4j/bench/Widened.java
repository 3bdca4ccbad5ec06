package io.github.procfs4j.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.procfs4j.sampling.SampledFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Made-up texts of machines with many CPUs: those that a machine with 8 CPUs printed (Linux 6.1,
 * x86-64), in which the parts for these CPUs are repeated for further ones.
 */
final class Widened {
  static final int[] CPUS = {8, 32, 128, 512};

  private static final int REAL_CPUS = 8;
  private static final double SHARE = 0.05;
  private static final Set<String> FILES = Set.of("interrupts", "softirqs", "stat", "schedstat");

  /** The bytes of text that are replayed in one round. */
  private static final int ROUND = 256 << 10;

  private static final int ROUNDS = 300;

  private static final Pattern COUNTS =
      Pattern.compile("(\\s*\\S+:)((?:\\s+\\d+){%d})((?:\\s.*)?\\n)".formatted(REAL_CPUS));
  private static final Pattern OF_A_CPU = Pattern.compile("cpu\\d+ .*\\n(?:domain.*\\n)*");

  private Widened() {}

  /** Whether there are such texts of this file. */
  static boolean isOf(SampledFile<?> file) {
    return FILES.contains(file.source().name());
  }

  /** Measures replay of a text for this many CPUs. */
  static Result bench(SampledFile<?> file, int cpus) throws IOException {
    String name = file.source().name();
    byte[] real;
    try (InputStream in = Objects.requireNonNull(Widened.class.getResourceAsStream(name))) {
      real = in.readAllBytes();
    }
    int length = to(cpus, name, real).length;
    ReplayBench bench =
        new ReplayBench(
            file, real, text -> to(cpus, name, text), Math.clamp(ROUND / length, 2, 32));
    bench.run("", SHARE, ROUNDS / 3);
    return bench.run(cpus + " cpus", SHARE, ROUNDS);
  }

  /** The text for this many CPUs, made from the real one. */
  static byte[] to(int cpus, String name, byte[] real) {
    String text = new String(real, ISO_8859_1);
    String wide =
        name.equals("interrupts") || name.equals("softirqs")
            ? columns(text, cpus)
            : rows(text, cpus);
    return wide.getBytes(ISO_8859_1);
  }

  private static String columns(String text, int cpus) {
    StringBuilder wide = new StringBuilder();
    for (String line : text.split("(?<=\n)", -1)) {
      Matcher counts = COUNTS.matcher(line);
      if (counts.matches()) {
        wide.append(counts.group(1))
            .append(counts.group(2).repeat(cpus / REAL_CPUS))
            .append(counts.group(3));
      } else if (line.strip().startsWith("CPU0")) {
        wide.append(line, 0, line.indexOf("CPU0"));
        IntStream.range(0, cpus).forEach(cpu -> wide.append("%-11s".formatted("CPU" + cpu)));
        wide.append('\n');
      } else {
        wide.append(line);
      }
    }
    return wide.toString();
  }

  private static String rows(String text, int cpus) {
    List<String> ofCpus = new ArrayList<>();
    Matcher ofCpu = OF_A_CPU.matcher(text);
    int first = -1;
    int last = 0;
    while (ofCpu.find()) {
      first = first < 0 ? ofCpu.start() : first;
      last = ofCpu.end();
      ofCpus.add(ofCpu.group().replaceFirst("cpu\\d+", ""));
    }
    StringBuilder wide = new StringBuilder(text.substring(0, first));
    for (int cpu = 0; cpu < cpus; cpu++) {
      wide.append("cpu").append(cpu).append(ofCpus.get(cpu % ofCpus.size()));
    }
    return wide.append(text.substring(last)).toString();
  }
}
