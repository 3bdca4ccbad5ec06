package io.github.procfs4j.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs inputs that once found a fault, and one in {@code -Dprocfs.one-in} seeds: {@code
 * src/test/resources/found} contains a directory for each family, with each input in a file named
 * after what it found.
 */
class FoundInputsTest {
  private static final int ONE_IN = Integer.getInteger("procfs.one-in", 1);
  private static final Path FOUND = Path.of("src/test/resources/found");

  @TestFactory
  List<DynamicTest> findNothingAnyMore() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Family family : Family.values()) {
      Path directory = FOUND.resolve(family.toString());
      if (Files.isDirectory(directory)) {
        try (Stream<Path> files = Files.list(directory)) {
          for (Path file : files.sorted().toList()) {
            tests.add(
                DynamicTest.dynamicTest(
                    family + "/" + file.getFileName(), () -> family.run(Files.readAllBytes(file))));
          }
        }
      }
    }
    return tests;
  }

  @TestFactory
  List<DynamicTest> norDoTheSeeds() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Family family : Family.values()) {
      tests.add(
          DynamicTest.dynamicTest(
              family.toString(),
              () -> {
                List<byte[]> seeds = family.seeds();
                for (int i = 0; i < seeds.size(); i += ONE_IN) {
                  family.run(seeds.get(i));
                }
              }));
    }
    return tests;
  }
}
