package io.github.procfs4j.system;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Naive readings of the texts about memory, independent of the tested parsers. */
final class MemoryTexts {
  private static final Pattern ZONE = Pattern.compile("Node +(\\d+), zone +(\\w+)(.*)");
  private static final Pattern TYPE = Pattern.compile(", type +(\\w+)(.*)");
  private static final Pattern LAST_NUMBER = Pattern.compile("^ *(.*?):? +(\\d+)$");

  private MemoryTexts() {}

  static Map<String, Long> buddyinfo(String text) {
    Map<String, Long> cells = new LinkedHashMap<>();
    for (String line : text.lines().toList()) {
      Matcher zone = match(ZONE, line);
      List<Long> counts = numbers(zone.group(3));
      for (int order = 0; order < counts.size(); order++) {
        String row = "free[node=" + zone.group(1) + " zone=" + zone.group(2) + "]";
        cells.put(row + ".order" + order, counts.get(order));
      }
    }
    return cells;
  }

  static Map<String, Long> pagetypeinfo(String text) {
    Map<String, Long> cells = new LinkedHashMap<>();
    List<String> types = new ArrayList<>();
    List<Long> pageBlock = new ArrayList<>();
    for (String line : text.lines().toList()) {
      if (line.startsWith("Page")) {
        pageBlock.add(Long.parseLong(line.substring(18)));
      } else if (line.startsWith("Number of blocks type")) {
        types = List.of(line.substring(21).strip().split(" +", -1));
      } else if (line.contains(", type ")) {
        Matcher zone = match(ZONE, line);
        Matcher type = match(TYPE, zone.group(3));
        cells.put("pageblock[node=" + zone.group(1) + "].page_block_order", pageBlock.getFirst());
        cells.put("pageblock[node=" + zone.group(1) + "].pages_per_block", pageBlock.getLast());
        List<Long> counts = numbers(type.group(2));
        for (int order = 0; order < counts.size(); order++) {
          String row =
              "free[node=%s zone=%s type=%s]"
                  .formatted(zone.group(1), zone.group(2), type.group(1));
          cells.put(row + ".order" + order, counts.get(order));
        }
      } else if (line.startsWith("Node")) {
        Matcher zone = match(ZONE, line);
        List<Long> counts = numbers(zone.group(3));
        for (int i = 0; i < counts.size(); i++) {
          String row = "block[node=" + zone.group(1) + " zone=" + zone.group(2) + "]";
          cells.put(row + "." + types.get(i), counts.get(i));
        }
      }
    }
    return cells;
  }

  static Map<String, Long> zoneinfo(String text) {
    Map<String, Long> cells = new LinkedHashMap<>();
    String node = "";
    String zone = "";
    String table = "";
    for (String line : text.lines().toList()) {
      if (line.startsWith("Node")) {
        Matcher names = match(ZONE, line);
        node = "node=" + names.group(1);
        zone = node + " zone=" + names.group(2);
      } else if (line.equals("  per-node stats")) {
        table = "node[" + node + "]";
      } else if (line.startsWith("  pages free ")) {
        table = "zone[" + zone + "]";
        cells.put(table + ".free", Long.parseLong(line.substring(17)));
      } else if (line.startsWith("        protection: (")) {
        List<Long> pages = numbers(line.substring(21, line.length() - 1).replace(",", ""));
        for (int i = 0; i < pages.size(); i++) {
          cells.put(table + ".protection." + i, pages.get(i));
        }
      } else if (line.startsWith("    cpu: ")) {
        table = "pageset[" + zone + " cpu=" + line.substring(9) + "]";
      } else if (!line.equals("  pagesets")) {
        Matcher number = match(LAST_NUMBER, line);
        if (List.of("node_unreclaimable", "start_pfn").contains(number.group(1))) {
          table = "zone[" + zone + "]";
        }
        cells.put(table + "." + number.group(1).replace(' ', '_'), Long.parseLong(number.group(2)));
      }
    }
    return cells;
  }

  static Map<String, Long> slabinfo(String text) {
    List<String> lines = text.lines().toList();
    List<String> heads = new ArrayList<>();
    Matcher head = Pattern.compile("<(\\w+)>").matcher(lines.get(1));
    while (head.find()) {
      heads.add(head.group(1));
    }
    Map<String, Long> cells = new LinkedHashMap<>();
    Map<String, Integer> seen = new HashMap<>();
    for (String line : lines.subList(2, lines.size())) {
      String name = line.substring(0, line.indexOf(' '));
      int times = seen.merge(name, 1, Integer::sum);
      List<Long> counts = numbers(line.substring(line.indexOf(' ')).replaceAll(": [a-z]+", ""));
      for (int i = 0; i < counts.size(); i++) {
        String row = "cache[name=" + name + (times == 1 ? "" : " #" + times) + "]";
        cells.put(row + "." + heads.get(i), counts.get(i));
      }
    }
    return cells;
  }

  static Map<String, Long> swaps(String text) {
    Map<String, Long> cells = new LinkedHashMap<>();
    for (String line : text.lines().skip(1).toList()) {
      String[] field = line.split("[ \t]+", -1);
      String row = "swap[filename=" + field[0].replace("\\040", " ") + " type=" + field[1] + "].";
      cells.put(row + "Size", Long.parseLong(field[2]));
      cells.put(row + "Used", Long.parseLong(field[3]));
      cells.put(row + "Priority", Long.parseLong(field[4]));
    }
    return cells;
  }

  private static List<Long> numbers(String text) {
    List<Long> numbers = new ArrayList<>();
    for (String number : text.strip().split(" +", -1)) {
      numbers.add(Long.parseLong(number));
    }
    return numbers;
  }

  private static Matcher match(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.matches()) {
      throw new AssertionError("not as expected: " + text);
    }
    return matcher;
  }
}
