package io.github.procfs4j.cli.jvm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.cli.Command;
import io.github.procfs4j.cli.jvm.JvmAttach.NoPrintException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** JVMs that the test itself has started, and stopped or killed at a chosen moment. */
@Timeout(120)
@SuppressWarnings("NullAway") // what is missing fails the test
class JvmAttachTest {
  private static final String NAME = "a rather long name of a worker";
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir private Path directory;
  private @Nullable Process jvm;

  @AfterEach
  void end() throws InterruptedException {
    if (jvm != null) {
      jvm.destroyForcibly().waitFor();
    }
  }

  private long start(String... java) throws IOException {
    jvm = Sleeper.start(directory, List.of(java));
    jvm.getOutputStream().write((NAME + "\n").getBytes(UTF_8));
    jvm.getOutputStream().flush();
    assertThat(jvm.getInputStream().read()).isPositive();
    return jvm.pid();
  }

  private long start() throws IOException {
    return start(Sleeper.java());
  }

  /** Stops the JVM; returns when all of it has stopped. */
  private static void stop(long pid) throws Exception {
    assertThat(new ProcessBuilder("kill", "-STOP", "" + pid).start().waitFor()).isZero();
    while (Procfs.mounted().process(pid).stat().state() != 'T') {
      Thread.sleep(5);
    }
  }

  private static Map<Long, ThreadPrint.Printed> print(long pid) throws NoPrintException {
    return ThreadPrint.parse(JvmAttach.threads(pid, List.of(pid), LONG));
  }

  private static FutureTask<Exception> asking(long pid) {
    FutureTask<Exception> asking =
        new FutureTask<>(() -> catchThrowableOfType(NoPrintException.class, () -> print(pid)));
    Thread.ofPlatform().daemon().start(asking);
    return asking;
  }

  private static void hasTheWorker(long pid) throws NoPrintException {
    assertThat(print(pid).values())
        .anySatisfy(
            thread -> {
              assertThat(thread.name()).isEqualTo(NAME);
              assertThat(thread.frames()).anyMatch(frame -> frame.contains("Sleeper.sleep("));
            });
  }

  @Test
  void theSameVersion() throws Exception {
    hasTheWorker(start());
  }

  @Test
  void anOlderVersion() throws Exception {
    Optional<Path> java = java17();
    assumeTrue(java.isPresent(), "there is no JDK 17 in /usr/lib/jvm");
    hasTheWorker(start(java.orElseThrow().toString()));
  }

  private static Optional<Path> java17() throws IOException {
    Path all = Path.of("/usr/lib/jvm");
    if (!Files.isDirectory(all)) {
      return Optional.empty();
    }
    try (Stream<Path> homes = Files.list(all)) {
      return homes
          .filter(home -> home.toString().contains("17"))
          .map(home -> home.resolve("bin/java"))
          .filter(Files::isExecutable)
          .findFirst();
    }
  }

  @Test
  void oneThatDoesNotAnswer() throws Exception {
    long pid = start();
    stop(pid);
    assertThat(
            catchThrowableOfType(
                NoPrintException.class,
                () -> JvmAttach.threads(pid, List.of(pid), Duration.ofMillis(300))))
        .hasMessage("did not answer within 300 ms");
  }

  /** It would print its threads to its own output when it continues, so it is not asked. */
  @Test
  void oneThatIsStoppedIsNotAsked() throws Exception {
    long pid = start();
    stop(pid);
    JavaPrints prints = new JavaPrints();
    prints.take(Set.of(pid));
    assertThat(prints.problems())
        .containsExactly(
            "JVM %d is stopped by a signal; its threads have the kernel's names".formatted(pid));
    assertThat(directory.resolve(".attach_pid" + pid)).doesNotExist();
  }

  @Test
  void oneThatContinuesIsAskedAgain() throws Exception {
    long pid = start();
    stop(pid);
    JavaPrints prints = new JavaPrints();
    prints.take(Set.of(pid));
    assertThat(prints.isToBeAskedAgain(pid)).isTrue();
    assertThat(new ProcessBuilder("kill", "-CONT", "" + pid).start().waitFor()).isZero();
    while (Procfs.mounted().process(pid).stat().state() == 'T') {
      Thread.sleep(5);
    }
    prints.take(Set.of(pid));
    assertThat(prints.prints()).isEqualTo(1);
    assertThat(prints.problems())
        .containsExactly(
            "JVM %d is stopped by a signal at one time; the names are those of its other prints"
                .formatted(pid));
  }

  /** A JVM answers one after the other: as long as one does not ask, no other one is answered. */
  private static SocketChannel occupy(long pid) throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of("/tmp/.java_pid" + pid));
  }

  @Test
  void oneThatAnswersLaterIsAskedAgain() throws Exception {
    long pid = start();
    hasTheWorker(pid);
    JavaPrints prints = JavaPrints.within(Duration.ofMillis(300));
    try (SocketChannel other = occupy(pid)) {
      assertThat(other.isConnected()).isTrue();
      prints.take(Set.of(pid));
      assertThat(prints.problems())
          .containsExactly(
              "JVM %d did not answer within 300 ms; its threads have the kernel's names"
                  .formatted(pid));
      assertThat(prints.isDue(System.nanoTime() + 2_000_000_000)).isTrue();
    }
    JavaPrints patient = JavaPrints.within(LONG);
    patient.take(Set.of(pid));
    assertThat(patient.prints()).isEqualTo(1);
    while (prints.prints() == 0) { // however slow this machine is now
      assertThat(prints.isToBeAskedAgain(pid)).isTrue();
      prints.take(Set.of(pid));
    }
    assertThat(prints.problems())
        .containsExactly(
            "JVM %d did not answer within 300 ms at one time; the names are those of its other prints"
                .formatted(pid));
    try (SocketChannel other = occupy(pid)) {
      assertThat(other.isConnected()).isTrue();
      prints.take(Set.of(pid));
      assertThat(prints.problems())
          .containsExactly(
              "JVM %d did not answer within 300 ms; the names are those of its last print"
                  .formatted(pid));
      prints.take(Set.of(pid));
      prints.take(Set.of(pid));
      assertThat(prints.isToBeAskedAgain(pid)).isFalse();
    }
    int before = prints.prints();
    prints.take(Set.of(pid));
    assertThat(prints.prints()).isEqualTo(before);
  }

  @Test
  void oneThatEndsBeforeItListens() throws Exception {
    long pid = start();
    stop(pid);
    FutureTask<Exception> asking = asking(pid);
    while (!Files.exists(directory.resolve(".attach_pid" + pid))) {
      Thread.sleep(5);
    }
    jvm.destroyForcibly().waitFor();
    assertThat(asking.get()).hasMessage("has ended");
  }

  @Test
  void oneThatEndsBeforeItAnswers() throws Exception {
    long pid = start();
    hasTheWorker(pid);
    stop(pid);
    FutureTask<Exception> asking = asking(pid);
    String socket = "/tmp/.java_pid" + pid;
    while (Files.readAllLines(Path.of("/proc/net/unix")).stream()
            .filter(line -> line.contains(socket)) // it is bound to another name, then renamed
            .count()
        < 2) { // the one that listens, and one that waits to be accepted
      Thread.sleep(5);
    }
    jvm.destroyForcibly().waitFor();
    assertThat(asking.get()).hasMessage("has ended");
  }

  @Test
  void oneOfAnotherUserIsNotAsked() throws Exception {
    long pid = start();
    JavaPrints prints = new JavaPrints(65_533);
    prints.take(Set.of(pid));
    assertThat(prints.problems())
        .containsExactly(
            "JVM %d belongs to another user; its threads have the kernel's names".formatted(pid));
    assertThat(prints.prints()).isZero();
  }

  @Test
  void rootMayAskThatOfAnotherUser() throws Exception {
    assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "needs root");
    assumeTrue(Command.has("setpriv"), "there is no setpriv, of util-linux");
    long pid = start("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", Sleeper.java());
    hasTheWorker(pid);
  }

  /** A program that listens where a JVM would, in place of this one. */
  private static final class Listener implements AutoCloseable {
    final long number = 1_000_000_000L + ProcessHandle.current().pid();
    final Path place = Path.of("/tmp/.java_pid" + number);
    final ServerSocketChannel listens = ServerSocketChannel.open(StandardProtocolFamily.UNIX);

    Listener(Path socket) throws IOException {
      listens.bind(UnixDomainSocketAddress.of(socket));
    }

    Listener() throws IOException {
      listens.bind(UnixDomainSocketAddress.of(place));
    }

    String reason() {
      long own = ProcessHandle.current().pid();
      return catchThrowableOfType(
              NoPrintException.class, () -> JvmAttach.threads(own, List.of(number), LONG))
          .getMessage();
    }

    void isNotConnectedTo() throws IOException {
      listens.configureBlocking(false);
      assertThat(listens.accept()).isNull();
    }

    @Override
    public void close() throws IOException {
      listens.close();
      Files.deleteIfExists(place);
    }
  }

  @Test
  void anAnswerWithoutEndIsNotReadToItsEnd() throws Exception {
    try (Listener listener = new Listener()) {
      Thread.ofPlatform()
          .daemon()
          .start(
              () -> {
                try (SocketChannel one = listener.listens.accept()) {
                  while (true) {
                    one.write(
                        ByteBuffer.wrap("0\n\n\n\n\n\n\n\n\n\n".repeat(1000).getBytes(UTF_8)));
                  }
                } catch (IOException e) {
                  // it is read no longer
                }
              });
      assertThat(listener.reason()).matches("printed more than \\d+ MiB");
    }
  }

  /** The user of a process decides what is there, and another one's program may be meant. */
  @Test
  void aLinkToAnotherSocketIsNotFollowed() throws Exception {
    Path socket = directory.resolve("s");
    try (Listener listener = new Listener(socket)) {
      Files.createSymbolicLink(listener.place, socket);
      assertThat(listener.reason()).startsWith("has no socket at ").endsWith(", but another file");
      listener.isNotConnectedTo();
    }
  }

  @Test
  void aSocketOfAnotherUserIsNotConnectedTo() throws Exception {
    assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "needs root");
    try (Listener listener = new Listener()) {
      Files.setAttribute(listener.place, "unix:uid", 65_534);
      assertThat(listener.reason()).isEqualTo("listens on a socket of another user");
      listener.isNotConnectedTo();
    }
  }

  @Test
  void aProcessThatIsNotAJvmIsNotAsked() throws Exception {
    jvm = new ProcessBuilder("sleep", "600").start();
    JavaPrints prints = new JavaPrints();
    prints.take(Set.of(jvm.pid()));
    assertThat(prints.problems()).isEmpty();
    assertThat(prints.prints()).isZero();
  }

  /** A thread with the number of an ended one may have a similar name, but starts later. */
  @Test
  void aNameIsThatOfTheThreadThatWasPrinted() throws Exception {
    long pid = start();
    JavaPrints prints = new JavaPrints();
    prints.take(Set.of(pid));
    for (long tid : Procfs.mounted().process(pid).threads()) {
      var thread = Procfs.mounted().process(pid).thread(tid);
      String comm = thread.comm();
      if (Sleeper.isShort(comm)) {
        long begin = thread.stat().starttime();
        assertThat(prints.of(pid, tid, begin, comm).name()).isEqualTo(NAME);
        assertThat(prints.of(pid, tid, begin + 1, comm)).isNull();
        assertThat(prints.of(pid, tid, begin, "another")).isNull();
        return;
      }
    }
    throw new AssertionError("the worker is not there");
  }
}
