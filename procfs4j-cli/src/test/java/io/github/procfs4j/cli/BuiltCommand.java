package io.github.procfs4j.cli;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * The command as users have it: its modules are jars, and the JDK starts it from a cache, in half
 * of the CPU time. The JDK caches no classes of directories, so there have to be jars. The first
 * test of a build that needs the cache makes it; the JVMs of other tests wait until it is there.
 */
final class BuiltCommand {
  private static final Path PLACE = Path.of("target", "command").toAbsolutePath();

  private final List<String> start;
  private final List<Path> modules;

  private BuiltCommand(List<String> start, List<Path> modules) {
    this.start = start;
    this.modules = modules;
  }

  /** The words that start the JVM with these modules, up to the name of a main class. */
  static List<String> words(List<String> java, String modulePath) {
    List<Path> modules = Stream.of(modulePath.split(File.pathSeparator)).map(Path::of).toList();
    try {
      Files.createDirectories(PLACE);
      try (FileChannel lock = FileChannel.open(PLACE.resolve("lock"), CREATE, WRITE)) {
        lock.lock();
        return new BuiltCommand(java, modules).words();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> words() throws IOException, InterruptedException {
    Path cache = PLACE.resolve("cache");
    boolean current = isNewerThanModules(cache);
    List<String> path = new ArrayList<>();
    for (Path module : modules) {
      Path jar = module;
      if (Files.isDirectory(module)) {
        jar = PLACE.resolve(path.size() + ".jar");
        if (!current) {
          jar(module, jar);
        }
      }
      path.add(jar.toString());
    }
    List<String> words = new ArrayList<>(start);
    words.addAll(List.of("--module-path", String.join(File.pathSeparator, path)));
    if (!current) {
      train(words, cache);
    }
    words.addAll(List.of("-XX:AOTCache=" + cache, "-Xlog:aot=off", "--module"));
    return words;
  }

  private boolean isNewerThanModules(Path cache) throws IOException {
    if (!Files.exists(cache)) {
      return false;
    }
    FileTime made = Files.getLastModifiedTime(cache);
    for (Path module : modules) {
      try (Stream<Path> files = Files.walk(module)) {
        for (Path file : (Iterable<Path>) files::iterator) {
          if (Files.getLastModifiedTime(file).compareTo(made) >= 0) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private static void jar(Path classes, Path jar) {
    int code =
        ToolProvider.findFirst("jar")
            .orElseThrow()
            .run(
                System.out,
                System.err,
                "--create",
                "--no-compress",
                "--file=" + jar,
                "-C",
                classes.toString(),
                ".");
    if (code != 0) {
      throw new IllegalStateException("no jar could be made of " + classes);
    }
  }

  private static void train(List<String> start, Path cache)
      throws IOException, InterruptedException {
    Path made = PLACE.resolve("cache.new");
    List<String> words = new ArrayList<>(start);
    words.addAll(
        List.of(
            "-XX:AOTCacheOutput=" + made,
            "--module",
            "io.github.procfs4j.cli/" + Training.class.getName()));
    int code =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(PLACE.resolve("training.log").toFile()))
            .start()
            .waitFor();
    if (code != 0) {
      throw new IllegalStateException(
          "no cache could be made: see " + PLACE.resolve("training.log"));
    }
    Files.move(made, cache, ATOMIC_MOVE);
  }
}
