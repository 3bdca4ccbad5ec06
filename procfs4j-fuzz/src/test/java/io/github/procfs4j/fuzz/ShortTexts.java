package io.github.procfs4j.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.procfs4j.testing.Corpus;
import io.github.procfs4j.testing.TarGz;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Texts that real kernels printed: those of the library's tests. Of lines that differ only in
 * numbers, only a few are kept, because mutation works better with short texts.
 */
final class ShortTexts {
  private static final int ALIKE = 2;
  private static final int LONG = 3000;
  private static final int OF_A_FILE = 12;

  private ShortTexts() {}

  /**
   * A text.
   *
   * @param file the name of the file of procfs
   * @param bytes its content
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Text(String file, byte[] bytes) {}

  /** Different texts of each known file. */
  static List<Text> texts() {
    Map<String, Text> texts = new HashMap<>();
    Map<String, Integer> ofFile = new HashMap<>();
    for (Text text : all()) {
      byte[] brief = brief(text.bytes);
      String shape = text.file + shape(new String(brief, ISO_8859_1));
      if (!texts.containsKey(shape) && ofFile.merge(text.file, 1, Integer::sum) <= OF_A_FILE) {
        texts.put(shape, new Text(text.file, brief));
      }
    }
    return texts.values().stream().sorted((a, b) -> a.file.compareTo(b.file)).toList();
  }

  private static List<Text> all() {
    List<Text> all = new ArrayList<>();
    try (Stream<Path> paths = Files.walk(Corpus.RESOURCES)) {
      for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
        if (path.toString().endsWith(TarGz.ENDING)) {
          // As /proc/<pid>, not as /proc: there is a file "stat" in both.
          TarGz.read(path).forEach((name, bytes) -> add(all, "/pid/" + name, bytes));
        } else {
          add(all, path.toString(), Files.readAllBytes(path));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  private static void add(List<Text> all, String path, byte[] bytes) {
    String last = path.substring(path.lastIndexOf('/') + 1);
    boolean isOfProcess = path.contains("/pid/") || path.contains("/processes/");
    Stream.concat(Chosen.SAMPLED.keySet().stream(), Chosen.ONCE.keySet().stream())
        .filter(name -> isOfProcess ? name.equals("pid/" + last) : path.endsWith("/" + name))
        .findFirst()
        .ifPresent(name -> all.add(new Text(name, bytes)));
  }

  private static byte[] brief(byte[] bytes) {
    Map<String, Integer> seen = new HashMap<>();
    StringBuilder brief = new StringBuilder();
    for (String line : new String(bytes, ISO_8859_1).split("(?<=\n)", -1)) {
      if (brief.length() < LONG && seen.merge(shape(line), 1, Integer::sum) <= ALIKE) {
        brief.append(line);
      }
    }
    return brief.toString().getBytes(ISO_8859_1);
  }

  private static String shape(String text) {
    return text.replaceAll("[0-9]+", "0").replaceAll("[ \t]+", " ");
  }
}
