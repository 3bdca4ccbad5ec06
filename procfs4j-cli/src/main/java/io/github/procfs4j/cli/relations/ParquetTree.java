package io.github.procfs4j.cli.relations;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.procfs4j.recording.Recording;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The layout of a directory to which recordings are exported as Parquet: {@code
 * host=/date=/source=/table=/RECORDING.parquet}.
 */
public final class ParquetTree {
  /** In place of a value that is not known. */
  private static final String NULL = "__HIVE_DEFAULT_PARTITION__";

  private static final String ENDING = ".parquet";

  private ParquetTree() {}

  /** The name of the directory of a host. */
  public static String host(Recording recording) {
    return "host=" + recording.facts().host().map(ParquetTree::encoded).orElse(NULL);
  }

  /** The name of the directory of a day. */
  public static String date(Optional<LocalDate> date) {
    return "date=" + date.map(LocalDate::toString).orElse(NULL);
  }

  /**
   * The name of a file.
   *
   * @param recording the name of the recording
   * @param part the number of the file among those of a recording in a directory, from 0 on
   */
  public static String file(String recording, int part) {
    return encoded(recording) + (part == 0 ? "" : "-" + (part + 1)) + ENDING;
  }

  /** A name that is safe in a path, and that readers decode. */
  private static String encoded(String name) {
    String text = URLEncoder.encode(name, UTF_8).replace("+", "%20");
    return text.startsWith(".") ? "%2E" + text.substring(1) : text.isEmpty() ? NULL : text;
  }

  /**
   * Whether the directory contains a recording of the same host, day and name.
   *
   * @param root the directory
   * @param recording the recording
   * @param names the names under which it may have been exported
   */
  public static boolean contains(Path root, Recording recording, Set<String> names)
      throws IOException {
    for (Path day : entries(root.resolve(host(recording)), "date=*")) {
      if (!isDayOf(recording, day)) {
        continue;
      }
      for (Path source : entries(day, "source=*")) {
        for (Path table : entries(source, "table=*")) {
          if (names.stream().anyMatch(name -> Files.exists(table.resolve(file(name, 0))))) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static boolean isDayOf(Recording recording, Path day) {
    Optional<LocalDate> first = date(recording, recording.startNanos());
    Optional<LocalDate> last = date(recording, recording.endNanos());
    String name = String.valueOf(day.getFileName());
    if (first.isEmpty() || last.isEmpty()) {
      return name.equals(date(Optional.empty()));
    }
    return name.compareTo(date(first)) >= 0 && name.compareTo(date(last)) <= 0;
  }

  private static Optional<LocalDate> date(Recording recording, long nanos) {
    Optional<Instant> instant = recording.instant(nanos);
    return instant.map(time -> LocalDate.ofInstant(time, ZoneOffset.UTC));
  }

  private static List<Path> entries(Path directory, String pattern) throws IOException {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, pattern)) {
        entries.forEach(found::add);
      } catch (DirectoryIteratorException e) {
        throw e.getCause();
      }
    }
    return found;
  }
}
