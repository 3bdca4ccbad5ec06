package io.github.procfs4j.system;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Naive parsers of the files below net, independent of the library. */
final class NaiveNet {
  private static final List<String> DEVICE =
      List.of(
          "receive_bytes",
          "receive_packets",
          "receive_errs",
          "receive_drop",
          "receive_fifo",
          "receive_frame",
          "receive_compressed",
          "receive_multicast",
          "transmit_bytes",
          "transmit_packets",
          "transmit_errs",
          "transmit_drop",
          "transmit_fifo",
          "transmit_colls",
          "transmit_carrier",
          "transmit_compressed");

  private static final List<String> SOFTNET =
      List.of(
          "processed",
          "dropped",
          "time_squeeze",
          "field4",
          "field5",
          "field6",
          "field7",
          "field8",
          "cpu_collision",
          "received_rps",
          "flow_limit_count",
          "softnet_backlog_len",
          "",
          "input_qlen",
          "process_qlen");

  private NaiveNet() {}

  static Map<String, Long> cells(String file, String text) {
    Map<String, Long> cells = new LinkedHashMap<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String[] field = lines.get(i).strip().split("[ \t:]+", -1);
      switch (file) {
        case "net/dev" -> {
          for (int f = 1; f < field.length && i > 1; f++) {
            cells.put(
                "device[device=" + field[0] + "]." + DEVICE.get(f - 1), Long.parseLong(field[f]));
          }
        }
        case "net/snmp", "net/netstat" -> {
          String[] names = lines.get(i - i % 2).split("[ :]+", -1);
          for (int f = 1; f < field.length && i % 2 == 1; f++) {
            cells.put(field[0] + "[]." + names[f], Long.parseLong(field[f]));
          }
        }
        case "net/snmp6" -> cells.put("snmp6[]." + field[0], Long.parseLong(field[1]));
        case "net/sockstat" -> {
          for (int f = 2; f < field.length; f += 2) {
            cells.put(
                "sockets[protocol=" + field[0] + "]." + field[f - 1], Long.parseLong(field[f]));
          }
        }
        default -> {
          for (int f = 0; f < field.length; f++) {
            if (f != 12) {
              cells.put(
                  "cpu[cpu=" + Integer.parseInt(field[12], 16) + "]." + SOFTNET.get(f),
                  Long.parseLong(field[f], 16));
            }
          }
        }
      }
    }
    return cells;
  }

  /**
   * The numbers of {@code softnet_stat} in decimal, except the 13th of each line, which is not a
   * cell but the label of its row: the number of the CPU.
   */
  static List<String> softnetNumbers(String text) {
    List<String> numbers = new ArrayList<>();
    for (String line : text.lines().toList()) {
      String[] field = line.split(" ", -1);
      for (int f = 0; f < field.length; f++) {
        if (f != 12) {
          numbers.add(Long.toString(Long.parseLong(field[f], 16)));
        }
      }
    }
    return numbers;
  }
}
