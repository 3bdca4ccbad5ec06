package io.github.procfs4j.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories in which several threads create files. */
class OutputTreeTest {
  private static final int THREADS = 4;
  private static final int FILES = 300;

  @TempDir private Path scratch;

  /** Each thread closes its files while others create theirs in the same directory. */
  @Test
  void severalThreadsCreateFilesInTheSameDirectory() throws Exception {
    try (OutputTree tree = OutputTree.of(scratch);
        ExecutorService executor = Executors.newFixedThreadPool(THREADS)) {
      List<Future<Void>> all = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        int number = thread;
        all.add(
            executor.submit(
                (Callable<Void>)
                    () -> {
                      create(tree, number);
                      return null;
                    }));
      }
      for (Future<Void> one : all) {
        assertThat(one.get()).isNull();
      }
    }
    try (Stream<Path> made = Files.list(scratch.resolve("a/b"))) {
      assertThat(made)
          .hasSize(THREADS * FILES)
          .allSatisfy(file -> assertThat(file).hasContent("x"));
    }
  }

  private static void create(OutputTree tree, int thread) throws IOException {
    byte[] text = "x".getBytes(UTF_8);
    for (int i = 0; i < FILES; i++) {
      String name = thread + "-" + i;
      try (OutputFile file = tree.createApart(List.of("a", "b"), name, false)) {
        file.write(text, 0, text.length);
        file.putInPlace();
      }
    }
  }
}
