package io.github.procfs4j.cli.options;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Why a file of procfs is not a source. The reason comes from docs/scope.md, which is part of the
 * jar: a table of it lists the files that are left out on purpose.
 */
public final class LeftOut {
  private static final Pattern BETWEEN_CELLS = Pattern.compile("\\s*\\|\\s*");
  private static final String OF_PROCESS = "<pid>/";
  private static final String REST = "the rest of ";

  private LeftOut() {}

  /** A sentence about the file with this name; empty if docs/scope.md does not mention it. */
  static Optional<String> reason(String name) {
    String file = name.startsWith("pid/") ? OF_PROCESS + name.substring(4) : name;
    boolean isLeftOut = false;
    for (String line : scope().lines().toList()) {
      isLeftOut = line.startsWith("## ") ? line.startsWith("## Left out") : isLeftOut;
      List<String> cells = List.of(BETWEEN_CELLS.split(line.replace("`", ""), -1));
      if (isLeftOut
          && line.startsWith("| ")
          && names(cells.get(1)).anyMatch(one -> isOne(file, one))) {
        return Optional.of(name + " is left out on purpose: " + cells.get(2));
      }
    }
    return Optional.empty();
  }

  /** The files in the first cell of a line: only the first one has a directory. */
  private static Stream<String> names(String cell) {
    String text = cell.replace("&lt;", "<").replace("&gt;", ">");
    String directory = text.startsWith(OF_PROCESS) ? OF_PROCESS : "";
    return Stream.of(text.substring(directory.length()).split(", ", -1))
        .map(name -> directory + name);
  }

  private static boolean isOne(String file, String name) {
    if (name.startsWith(REST)) {
      return file.startsWith(name.substring(REST.length()));
    }
    String pattern = Pattern.quote(name).replace("*", "\\E[^/]*\\Q");
    return file.matches(pattern) || (OF_PROCESS + file).matches(pattern);
  }

  private static String scope() {
    try (InputStream in = LeftOut.class.getResourceAsStream("scope.md")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
