package io.github.procfs4j.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ChannelFileTest extends KeptFileTest {
  @Override
  KeptFile at(Path path, boolean isPrintedByOneCall) {
    return new ChannelFile(null, path, isPrintedByOneCall, new ProcfsDevices());
  }

  @Test
  void aSingleReadingTellsWhetherItWasTheWholeFile() throws IOException {
    Path path = Files.writeString(root().resolve("uptime"), "1.00 1.00");
    Path printed = Path.of("/proc/uptime");
    assumeTrue(Files.isReadable(printed), "no " + printed);
    try (KeptFile copied = KeptFile.once(null, path, true);
        KeptFile file = KeptFile.once(null, printed, true)) {
      assertThat(copied.isOfSize(read(copied))).isTrue();
      assertThat(file.isOfSize(read(file))).isFalse();
    }
  }

  @Test
  void anInterruptDoesNotEndTheReadingAndIsKept() throws IOException {
    Path path = Files.writeString(root().resolve("file"), "text");
    try (KeptFile file = at(path, false)) {
      for (int i = 0; i < 5; i++) {
        Thread.currentThread().interrupt();
        int length = read(file);
        assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        assertThat(length).isEqualTo(4);
        assertThat(read(file)).isEqualTo(4);
        assertThat(Thread.interrupted()).isFalse();
      }
    }
  }

  @Test
  void anInterruptInTheMiddleOfALongTextDoesNotEndTheReading() throws Exception {
    Path path = Files.write(root().resolve("file"), LONG);
    Thread reader = Thread.currentThread();
    Thread interrupter =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 0; i < 2000 && !Thread.interrupted(); i++) {
                    reader.interrupt();
                    Thread.onSpinWait();
                  }
                });
    try (KeptFile file = at(path, false)) {
      while (interrupter.isAlive()) {
        assertThat(read(file)).isEqualTo(LONG.length);
      }
      interrupter.join();
    } catch (InterruptedException e) {
      interrupter.join();
    } finally {
      Thread.interrupted();
    }
  }

  @Test
  void whatTheJdkSaysInWordsIsAnErrorNumberAgain() {
    assertThat(ChannelFile.negativeErrno(said("No such process"))).isEqualTo(-Errno.ESRCH);
    assertThat(ChannelFile.negativeErrno(said("Permission denied"))).isEqualTo(-Errno.EACCES);
    assertThat(ChannelFile.negativeErrno(said("Operation not permitted"))).isEqualTo(-Errno.EPERM);
    assertThat(ChannelFile.negativeErrno(said("Invalid argument"))).isEqualTo(-Errno.EINVAL);
    assertThat(ChannelFile.negativeErrno(said("Illegal seek"))).isEqualTo(-Errno.ESPIPE);
    assertThat(ChannelFile.negativeErrno(said("Operation not supported")))
        .isEqualTo(-Errno.EOPNOTSUPP);
    assertThat(ChannelFile.negativeErrno(said("Is a directory"))).isEqualTo(-Errno.EISDIR);
    assertThat(ChannelFile.negativeErrno(said("Not a directory"))).isEqualTo(-Errno.ENOTDIR);
    assertThat(ChannelFile.negativeErrno(said("Too many open files"))).isEqualTo(-Errno.EMFILE);
    assertThat(ChannelFile.negativeErrno(said("Input/output error"))).isEqualTo(-Errno.EIO);
    assertThat(ChannelFile.negativeErrno(new IOException())).isEqualTo(-Errno.OTHER);
    assertThat(ChannelFile.negativeErrno(new FileSystemException("/x", null, "No such process")))
        .isEqualTo(-Errno.ESRCH);
  }

  private static IOException said(String words) {
    return new IOException(words);
  }
}
