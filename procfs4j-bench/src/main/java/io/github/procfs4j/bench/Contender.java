package io.github.procfs4j.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A way to read procfs that is compared with the others: a program that follows the protocol in
 * {@code reader.h}, built from source by each run of the benchmark.
 *
 * @param name its name in the table
 * @param comesWith the Debian packages that it requires; empty if it is part of the bench
 * @param build builds the program in a directory with the sources, and returns the command that
 *     runs it
 */
record Contender(String name, String comesWith, Build build) {
  /** How a program is built. */
  interface Build {
    /** Builds the program, and returns the command that runs it. */
    List<String> in(Path directory) throws Tool.NotHereException, IOException, InterruptedException;
  }

  /** The reference for all others. */
  static final String PREAD = "pread in C";

  /** This library. */
  static final String OURS = "procfs4j";

  private static final List<String> SOURCES =
      List.of(
          "reader.h",
          "text.h",
          "pread.c",
          "copy.c",
          "libproc2.c",
          "psutil_reader.py",
          "reader.go",
          "reader.rs");

  /** Debian's Python, to which its psutil belongs, if it is installed. */
  private static final Path PYTHON = Path.of("/usr/bin/python3");

  private static final String CARGO_TOML =
      """
      [package]
      name = "reader"
      version = "0.0.0"
      edition = "2018"

      [[bin]]
      name = "reader"
      path = "reader.rs"

      [dependencies]
      procfs = { version = "*", default-features = false }
      """;

  /** Only crates packaged by Debian. */
  private static final String CARGO_CONFIG =
      """
      [source.crates-io]
      replace-with = "debian"

      [source.debian]
      directory = "/usr/share/cargo/registry"
      """;

  private static final String GO_PATH = "/usr/share/gocode";

  /** The programs that are part of the bench, in C and in Java. */
  static List<Contender> own() {
    return List.of(
        new Contender(PREAD, "gcc libc6-dev", directory -> gcc(directory, "pread")),
        java(OURS),
        java(JavaReader.FILES),
        java(JavaReader.OSHI));
  }

  /** All programs, the reference first. */
  static List<Contender> all() {
    List<Contender> all = new ArrayList<>(own());
    all.add(
        new Contender(
            "libproc2",
            "gcc libc6-dev libproc2-dev",
            directory -> gcc(directory, "libproc2", "-lproc2")));
    all.add(new Contender("Rust procfs", "cargo librust-procfs-dev", Contender::cargo));
    all.add(
        new Contender("Go procfs", "golang-go golang-github-prometheus-procfs-dev", Contender::go));
    all.add(new Contender("psutil", "python3-psutil", Contender::python));
    return all;
  }

  /** Copies the sources of all programs to a directory. */
  static void copySources(Path directory) throws IOException {
    for (String source : SOURCES) {
      try (InputStream in = Contender.class.getResourceAsStream("compare/" + source)) {
        Files.copy(Objects.requireNonNull(in), directory.resolve(source));
      }
    }
  }

  /** Builds a program in C. */
  static List<String> gcc(Path directory, String program, String... options)
      throws Tool.NotHereException, IOException, InterruptedException {
    Path built = directory.resolve(program);
    List<String> command =
        new ArrayList<>(List.of("gcc", "-O2", "-o", built.toString(), program + ".c"));
    command.addAll(List.of(options));
    Tool.run(directory, Map.of(), command);
    return List.of(built.toString());
  }

  /** A program in a separate JVM, with the options that the launcher passed to this one. */
  private static Contender java(String name) {
    return new Contender(
        name,
        "",
        directory ->
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--class-path",
                System.getProperty("java.class.path"),
                JavaReader.class.getName(),
                name));
  }

  private static List<String> cargo(Path directory)
      throws Tool.NotHereException, IOException, InterruptedException {
    Files.writeString(directory.resolve("Cargo.toml"), CARGO_TOML);
    Files.createDirectories(directory.resolve(".cargo"));
    Files.writeString(directory.resolve(".cargo/config.toml"), CARGO_CONFIG);
    Tool.run(directory, Map.of(), List.of("cargo", "build", "--release", "--offline", "--quiet"));
    return List.of(directory.resolve("target/release/reader").toString());
  }

  private static List<String> go(Path directory)
      throws Tool.NotHereException, IOException, InterruptedException {
    Path built = directory.resolve("reader_go");
    Tool.run(
        directory,
        Map.of("GO111MODULE", "off", "GOPATH", GO_PATH, "GOFLAGS", ""),
        List.of("go", "build", "-o", built.toString(), "reader.go"));
    return List.of(built.toString());
  }

  private static List<String> python(Path directory)
      throws Tool.NotHereException, IOException, InterruptedException {
    String python = Files.exists(PYTHON) ? PYTHON.toString() : "python3";
    Tool.run(directory, Map.of(), List.of(python, "-c", "import psutil"));
    return List.of(python, directory.resolve("psutil_reader.py").toString());
  }
}
