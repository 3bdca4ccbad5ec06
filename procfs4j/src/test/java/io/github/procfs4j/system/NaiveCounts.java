package io.github.procfs4j.system;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Separate parsers of interrupts, softirqs, schedstat and pressure, which support only what the
 * texts of the corpus need.
 */
final class NaiveCounts {
  private static final Pattern INTERRUPT = Pattern.compile(" *([^:]+): *([0-9 ]*)(?: (.*))?");

  private static final String BALANCING =
      "lb_count lb_balanced lb_failed lb_imbalance lb_gained lb_hot_gained lb_nobusyq lb_nobusyg";

  private static final String OTHERS =
      "alb_count alb_failed alb_pushed sbe_count sbe_balanced sbe_pushed sbf_count sbf_balanced"
          + " sbf_pushed ttwu_wake_remote ttwu_move_affine ttwu_move_balance";

  private static final String CPU =
      "yld_count array_exp sched_count sched_goidle ttwu_count ttwu_local rq_cpu_time run_delay"
          + " pcount";

  private NaiveCounts() {}

  static boolean isOf(String file) {
    return file.startsWith("pressure/")
        || List.of("interrupts", "softirqs", "schedstat").contains(file);
  }

  /** The cells with the names of {@link Tree#cells}, in the order of the text. */
  static Map<String, Long> cells(String file, String text) {
    Map<String, Long> cells = new LinkedHashMap<>();
    List<String> lines = text.lines().toList();
    switch (file) {
      case "interrupts" -> {
        String[] cpus = lines.getFirst().toLowerCase(Locale.ROOT).strip().split(" +", -1);
        lines.stream().skip(1).forEach(line -> interrupt(cells, cpus, line));
      }
      case "softirqs" -> {
        String[] cpus = lines.getFirst().toLowerCase(Locale.ROOT).strip().split(" +", -1);
        for (String line : lines.subList(1, lines.size())) {
          String[] field = line.strip().split("[: ]+", -1);
          for (int i = 1; i < field.length; i++) {
            put(cells, "softirq[softirq=" + field[0] + "]." + cpus[i - 1], field[i]);
          }
        }
      }
      case "schedstat" -> schedstat(cells, lines);
      default -> {
        for (String line : lines) {
          String[] field = line.replace(".", "").split("[ =]", -1);
          for (int i = 1; i < field.length; i += 2) {
            put(cells, "pressure[stall=" + field[0] + "]." + field[i], field[i + 1]);
          }
        }
      }
    }
    return cells;
  }

  private static void put(Map<String, Long> cells, String name, String number) {
    if (cells.put(name, Long.parseLong(number)) != null) {
      throw new AssertionError("two cells " + name);
    }
  }

  private static void interrupt(Map<String, Long> cells, String[] cpus, String line) {
    Matcher matcher = INTERRUPT.matcher(line);
    if (!matcher.matches()) {
      throw new AssertionError(line);
    }
    // In the corpus, no name of a chip and no text begins with a digit.
    String[] count = matcher.group(2).strip().split(" +", -1);
    String row = "interrupt[irq=" + matcher.group(1);
    if (matcher.group(1).matches("ERR|MIS|Err")) {
      put(cells, row + "].total", count[0]);
      return;
    }
    String text = matcher.group(3) == null ? "" : matcher.group(3).strip().replaceAll(" +", " ");
    if (matcher.group(1).matches("[0-9]+")) {
      // The chip, its number with the trigger, and the device, throughout the corpus.
      Matcher words =
          Pattern.compile("(\\S+) ([0-9]+-[a-z]+|[0-9]+ (?:Level|Edge)) (.*)").matcher(text);
      if (!words.matches()) {
        throw new AssertionError(line);
      }
      row += " chip=" + words.group(1) + " trigger=" + words.group(2);
      text = words.group(3);
    }
    row += text.isEmpty() ? "]." : " device=" + text + "].";
    for (int i = 0; i < count.length; i++) {
      put(cells, row + cpus[i], count[i]);
    }
  }

  private static void schedstat(Map<String, Long> cells, List<String> lines) {
    String version = lines.getFirst().split(" ", -1)[1];
    String cpu = "";
    for (String line : lines.subList(1, lines.size())) {
      String[] field = line.split(" ", -1);
      List<String> names = new ArrayList<>();
      String row;
      int from = 1;
      if (field[0].startsWith("cpu")) {
        cpu = field[0].substring(3);
        row = "cpu[cpu=" + cpu;
        names.addAll(List.of(CPU.split(" ", -1)));
      } else if (field[0].startsWith("domain")) {
        row = "domain[cpu=" + cpu + " domain=" + field[0].substring(6) + " cpus=" + field[1];
        for (String idleness :
            version.equals("15")
                ? List.of("idle_", "busy_", "newidle_")
                : List.of("busy_", "idle_", "newidle_")) {
          for (String name : BALANCING.split(" ", -1)) {
            names.add(idleness + name);
          }
        }
        names.addAll(List.of(OTHERS.split(" ", -1)));
        from = 2;
      } else {
        row = "schedstat[version=" + version;
        names.add(field[0]);
      }
      if (names.size() != field.length - from) {
        throw new AssertionError(line);
      }
      for (int i = from; i < field.length; i++) {
        put(cells, row + "]." + names.get(i - from), field[i]);
      }
    }
  }
}
