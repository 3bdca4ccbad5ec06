package io.github.procfs4j.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.sampling.Sampler;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The paths of files that are really locked. */
class LockedPathsTest {
  private static final Path PROC = Path.of("/proc");

  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void needsLocks() throws IOException {
    assumeTrue(Files.isReadable(PROC.resolve("locks")), "there is no /proc/locks");
    directory = directory.toRealPath();
    file = directory.resolve("locked file");
  }

  private static long self() {
    return ProcessHandle.current().pid();
  }

  private static FileChannel open(Path path) throws IOException {
    return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static List<String> paths(Locks locks, long pid) {
    return locks.graph().heldBy(pid).stream().flatMap(lock -> lock.path().stream()).toList();
  }

  @Test
  void aLockHasThePathByWhichItsHolderOpenedTheFile() throws IOException {
    try (FileChannel channel = open(file);
        java.nio.channels.FileLock lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();
      assertThat(paths(Procfs.at(PROC).locks(), self())).contains(file.toString());
      Files.delete(file);
      assertThat(paths(Procfs.at(PROC).locks(), self())).contains(file + " (deleted)");
    }
  }

  /**
   * The inode of a deleted file is given to the next one at once by some file systems; here it has
   * another lock.
   */
  @Test
  void anotherFileHasItsOwnPath() throws IOException {
    Path other = directory.resolve("other");
    try (Sampler<Locks> sampler = Procfs.mounted().sampler(Locks.FILE)) {
      int first = 0;
      for (Path path : List.of(file, other, file)) {
        first++;
        try (FileChannel channel = open(path);
            java.nio.channels.FileLock lock = channel.lock(first, 1, false)) {
          sampler.sample();
          assertThat(paths(sampler.view(), self())).contains(path.toString());
          assertThat(lock.isValid()).isTrue();
        }
        Files.delete(path);
      }
    }
  }

  /**
   * The process that took the lock has ended, as is usual in shell scripts; the shell still has the
   * lock, and the one that waits for it has opened the file.
   */
  @Test
  void theFileOfAHolderThatHasEndedIsThatOfItsWaiter() throws Exception {
    Process holder =
        new ProcessBuilder(
                "bash", "-c", "exec 9>\"$0\"; flock 9; echo ready; read", file.toString())
            .start();
    Process waiter = null;
    try {
      assertThat(holder.inputReader(UTF_8).readLine()).isEqualTo("ready");
      waiter = new ProcessBuilder("flock", file.toString(), "true").start();
      long pid = waiter.pid();
      try (Sampler<Locks> sampler = Procfs.mounted().sampler(Locks.FILE)) {
        List<FileLock> waiting;
        do {
          assertThat(waiter.isAlive()).isTrue();
          Thread.sleep(20);
          sampler.sample();
          waiting = sampler.view().graph().waitingOf(pid);
        } while (waiting.isEmpty());
        assertThat(waiting.getFirst().path()).contains(file.toString());
      }
    } finally {
      holder.destroyForcibly().waitFor();
      if (waiter != null) {
        waiter.destroyForcibly().waitFor();
      }
    }
  }

  /** The links of a copied tree lead anywhere. */
  @Test
  void aCopiedTreeHasNoPaths(@TempDir Path root) throws IOException {
    try (FileChannel channel = open(file);
        java.nio.channels.FileLock lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();
      Files.copy(PROC.resolve("locks"), root.resolve("locks"));
      Path copy = Files.createDirectory(root.resolve(Long.toString(self())));
      Files.createSymbolicLink(copy.resolve("fdinfo"), PROC.resolve(self() + "/fdinfo"));
      Files.createSymbolicLink(copy.resolve("fd"), PROC.resolve(self() + "/fd"));
      Locks locks = Procfs.at(root).locks();
      assertThat(locks.graph().heldBy(self())).isNotEmpty();
      assertThat(paths(locks, self())).isEmpty();
    }
  }
}
