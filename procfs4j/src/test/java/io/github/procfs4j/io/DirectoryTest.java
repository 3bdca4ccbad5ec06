package io.github.procfs4j.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is true of a directory however it is accessed. */
class DirectoryTest {
  enum Way {
    NATIVE {
      @Override
      Directory at(Path path) {
        assumeTrue(NativeAccess.isEnabled(), "native access is not enabled");
        return new NativeDirectory(path);
      }
    },
    PATHS {
      @Override
      Directory at(Path path) {
        return new PathDirectory(path);
      }
    };

    abstract Directory at(Path path);
  }

  @TempDir Path root;
  private final Listing listing = new Listing();
  private final Buffer buffer = new Buffer(64);

  private List<Long> listed() {
    return LongStream.range(0, listing.count())
        .map(i -> listing.number((int) i))
        .sorted()
        .boxed()
        .toList();
  }

  private String text() {
    byte[] bytes = buffer.copy();
    return new String(bytes, UTF_8);
  }

  @ParameterizedTest
  @EnumSource
  void numbersAreListedAndOtherNamesAreNot(Way way) throws IOException {
    List<Long> numbers = LongStream.range(1, 2_500).map(i -> i * 7).boxed().toList();
    for (long number : numbers) {
      Files.createDirectory(root.resolve(Long.toString(number)));
    }
    for (String other : List.of("self", "1a", "a1", "12.5", "-3", "4 ", "1234567890123456789")) {
      Files.createDirectory(root.resolve(other));
    }
    try (Directory directory = way.at(root)) {
      assertThat(directory.list(listing)).isZero();
      assertThat(listed()).isEqualTo(numbers);

      Files.delete(root.resolve("7"));
      Files.createDirectory(root.resolve("8"));
      assertThat(directory.list(listing)).isZero();
      assertThat(listed()).hasSize(numbers.size()).contains(8L).doesNotContain(7L);
    }
  }

  @ParameterizedTest
  @EnumSource
  void filesAndDirectoriesAreFoundBelow(Way way) throws IOException {
    Files.createDirectories(root.resolve("12/task/13"));
    Files.writeString(root.resolve("12/task/13/comm"), "thread\n");
    try (Directory directory = way.at(root);
        Directory tasks = directory.directory("12/task");
        KeptFile file = directory.file("12/task/13/comm", true);
        KeptFile sameFile = tasks.file("13/comm", true);
        KeptFile none = tasks.file("14/comm", true)) {
      assertThat(tasks.list(listing)).isZero();
      assertThat(listed()).containsExactly(13L);
      for (KeptFile each : List.of(file, sameFile, file)) {
        assertThat(each.read(buffer)).isEqualTo(7);
        assertThat(text()).isEqualTo("thread\n");
      }
      assertThat(none.read(buffer)).isEqualTo(-Errno.ENOENT);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNoDirectoryOrNotThereIsSaid(Way way) throws IOException {
    Files.writeString(root.resolve("file"), "text\n");
    try (Directory none = way.at(root.resolve("none"));
        Directory file = way.at(root.resolve("file"))) {
      assertThat(none.list(listing)).isEqualTo(-Errno.ENOENT);
      assertThat(file.list(listing)).isEqualTo(-Errno.ENOTDIR);
      assertThat(listing.count()).isZero();

      Files.createDirectories(root.resolve("none/5"));
      assertThat(none.list(listing)).as("it came").isZero();
      assertThat(listed()).containsExactly(5L);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aClosedDirectoryIsOpenedAgain(Way way) throws IOException {
    Files.createDirectory(root.resolve("5"));
    Directory directory = way.at(root);
    assertThat(directory.list(listing)).isZero();
    directory.close();
    assertThat(directory.list(listing)).isZero();
    assertThat(listed()).containsExactly(5L);
    directory.close();
  }

  @ParameterizedTest
  @EnumSource
  void theKernelListsThisProcess(Way way) {
    assumeTrue(Files.isDirectory(Path.of("/proc/self")), "there is no /proc");
    try (Directory proc = way.at(Path.of("/proc"))) {
      assertThat(proc.list(listing)).isZero();
      assertThat(listed()).contains(ProcessHandle.current().pid());
    }
  }
}
