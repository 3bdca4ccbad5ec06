package io.github.procfs4j.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.procfs4j.sampling.Gathering;
import io.github.procfs4j.sampling.SampledFile;
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
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Texts that real kernels printed: those of the library's tests. Of lines that differ only in
 * numbers, only a few are kept, because mutation works better with short texts.
 */
final class ShortTexts {
  private static final int ALIKE = 2;
  private static final int LONG = 3000;
  private static final int OF_A_FILE = 12;

  /** Trees with files of control groups and of interrupts. */
  private static final List<Path> GATHERED =
      List.of(
          Corpus.RESOURCES.resolve("cgroups/amd64-6.12-smp4-numa2/s2"),
          Corpus.RESOURCES.resolve("affinity/amd64-6.18-smp2/irq"));

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
      for (SampledFile<?> file : Chosen.SAMPLED.values()) {
        if (file.gathering().reach() != Gathering.Reach.NONE) {
          addGathered(all, file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }

  /** Adds the text that is gathered from each tree whose files it is made of. */
  private static void addGathered(List<Text> all, SampledFile<?> file) throws IOException {
    for (Path tree : GATHERED) {
      Map<Path, StringBuilder> directories = new TreeMap<>();
      try (Stream<Path> paths = Files.walk(tree)) {
        for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
          String name = String.valueOf(path.getFileName());
          if (file.gathering().files().contains(name)) {
            directories
                .computeIfAbsent(
                    tree.relativize(Objects.requireNonNull(path.getParent())),
                    directory -> new StringBuilder("\001" + directory + "\n"))
                .append("\002" + name + "\n" + Files.readString(path, ISO_8859_1));
          }
        }
      }
      if (!directories.isEmpty()) {
        String text = String.join("", directories.values());
        all.add(new Text(file.source().name(), text.getBytes(ISO_8859_1)));
      }
    }
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
