package io.github.procfs4j.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Java that processes of a cluster run on.
 *
 * @param home its directory
 * @param version its feature version
 * @param options its options
 */
record Java(Path home, int version, List<String> options) {
  /** The oldest version that the library and the data source run on. */
  static final int OLDEST = 21;

  /** Where JDKs usually are. */
  private static final Path USUAL_PLACE = Path.of("/usr/lib/jvm");

  private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");

  /** That of the tests. */
  static Java own() {
    return new Java(
        Path.of(System.getProperty("java.home")), Runtime.version().feature(), List.of());
  }

  /**
   * Those that see what the oldest one sees of the library: that of the tests, which is made to
   * ignore the part of jars for later versions, and older ones if they are installed.
   */
  static List<Java> older() throws IOException {
    Java own = own();
    List<Java> found = new ArrayList<>();
    found.add(new Java(own.home, own.version, List.of("-Djdk.util.jar.enableMultiRelease=false")));
    if (Files.isDirectory(USUAL_PLACE)) {
      try (Stream<Path> places = Files.list(USUAL_PLACE)) {
        for (Path place : places.filter(place -> !Files.isSymbolicLink(place)).sorted().toList()) {
          Path release = place.resolve("release");
          Matcher version =
              VERSION.matcher(Files.isRegularFile(release) ? Files.readString(release) : "");
          if (version.find()) {
            int feature = Integer.parseInt(version.group(1));
            if (feature >= OLDEST && feature < own.version) {
              found.add(new Java(place, feature, List.of()));
            }
          }
        }
      }
    }
    return found;
  }

  /** The words that start it. */
  List<String> command() {
    List<String> words = new ArrayList<>(List.of(home.resolve("bin/java").toString()));
    words.addAll(options);
    return words;
  }
}
