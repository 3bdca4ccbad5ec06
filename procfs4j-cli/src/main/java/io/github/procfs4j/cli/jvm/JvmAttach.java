package io.github.procfs4j.cli.jvm;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.github.procfs4j.Procfs;
import io.github.procfs4j.io.KeptFile;
import io.github.procfs4j.text.ProcfsException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Requests a print of all threads from another JVM of the same user, as jstack(1) does.
 *
 * <p>The attach API makes the JVM listen on a socket, and checks that it is a JVM before it sends
 * it a signal. The API has no method for the request itself, whose form is the same in all
 * versions: its version, a command and three arguments, each ending in NUL. The answer is a number,
 * 0 if the command was executed, and the print.
 */
final class JvmAttach {
  /** A JVM that has not answered by then is not waited for. */
  static final Duration LIMIT = Duration.ofSeconds(5);

  private static final byte[] REQUEST = "1\0threaddump\0\0\0\0".getBytes(UTF_8);

  /** The greatest length of an answer: 64 MiB, or a 64th of the heap if that is less. */
  private static final int MOST_BYTES = KeptFile.LONGEST;

  /** The mask of the file type in a mode. */
  private static final int S_IFMT = 0xf000;

  private static final int S_IFSOCK = 0xc000;

  /** How often, and after how long again, it is examined whether a JVM has ended. */
  private static final int LOOKS = 10;

  private static final int LOOK_MILLIS = 20;

  /** The API's own limit, which it reads when it is first used. */
  private static final String API_LIMIT = "sun.tools.attach.attachTimeout";

  /** Thrown if there is no print; the message is the reason, in a few words. */
  static final class NoPrintException extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean isPassing;
    private final boolean isUnanswered;

    NoPrintException(String reason) {
      this(reason, false, false);
    }

    private NoPrintException(String reason, boolean isPassing, boolean isUnanswered) {
      super(reason);
      this.isPassing = isPassing;
      this.isUnanswered = isUnanswered;
    }

    /**
     * A reason that may pass.
     *
     * @param isUnanswered whether the JVM was asked, which costs time
     */
    static NoPrintException passing(String reason, boolean isUnanswered) {
      return new NoPrintException(reason, true, isUnanswered);
    }

    /** Whether a later request may succeed. */
    boolean isPassing() {
      return isPassing;
    }

    boolean isUnanswered() {
      return isUnanswered;
    }
  }

  private JvmAttach() {}

  /**
   * The print of a JVM.
   *
   * @param pid its number
   * @param numbers its numbers in the PID namespaces that it is in, its own namespace last
   */
  static String threads(long pid, List<Long> numbers, Duration limit) throws NoPrintException {
    FutureTask<String> task = new FutureTask<>(() -> request(pid, numbers, limit));
    Thread thread = Thread.ofPlatform().daemon().name("attach").start(task);
    try {
      return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw unanswered(limit);
    } catch (ExecutionException e) {
      throw hasEnded(pid)
          ? new NoPrintException("has ended")
          : reason(Objects.requireNonNull(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoPrintException("was not waited for");
    } finally {
      thread.interrupt(); // which closes the channel
    }
  }

  private static NoPrintException unanswered(Duration limit) {
    return NoPrintException.passing("did not answer within " + limit.toMillis() + " ms", true);
  }

  /**
   * Whether there is no such process any longer, or it only waits to be waited for. A process that
   * is ending closes its sockets a little earlier.
   */
  private static boolean hasEnded(long pid) {
    for (int look = 0; look < LOOKS; look++) {
      try {
        if ("ZX".indexOf(Procfs.mounted().process(pid).stat().state()) >= 0) {
          return true;
        }
        Thread.sleep(LOOK_MILLIS);
      } catch (ProcfsException e) {
        return true;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return false;
  }

  private static NoPrintException reason(Throwable cause) {
    return cause instanceof NoPrintException known
        ? known
        : new NoPrintException("cannot be attached to: " + cause.getMessage());
  }

  private static String request(long pid, List<Long> numbers, Duration limit)
      throws IOException, NoPrintException {
    Path socket = socket(pid, numbers);
    if (!Files.exists(socket)) {
      System.setProperty(API_LIMIT, Long.toString(limit.toMillis()));
      long begin = System.nanoTime();
      try {
        VirtualMachine.attach(Long.toString(pid)).detach();
      } catch (AttachNotSupportedException e) {
        if (System.nanoTime() - begin >= limit.toNanos() / 2) {
          throw unanswered(limit); // the API's own limit, which may come a little earlier
        }
        throw new NoPrintException("cannot be attached to: " + e.getMessage());
      }
    }
    check(socket, Procfs.mounted().process(pid).status().uidReal());
    String answer = new String(answer(socket), UTF_8);
    int end = answer.indexOf('\n');
    if (end < 0 || !answer.substring(0, end).strip().equals("0")) {
      throw new NoPrintException(
          answer.isEmpty() ? "ended, or closed the connection" : "refused to print its threads");
    }
    if (!ThreadPrint.isComplete(answer)) {
      throw new NoPrintException("ended while it printed its threads");
    }
    return answer.substring(end + 1);
  }

  private static Path socket(long pid, List<Long> numbers) {
    long own = numbers.isEmpty() ? pid : numbers.getLast();
    return Path.of("/proc/" + pid + "/root/tmp/.java_pid" + own);
  }

  /** Where the JVM listens there may be a link to the socket of another user's program. */
  private static void check(Path socket, long user) throws IOException, NoPrintException {
    int mode = (int) Files.getAttribute(socket, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    if ((mode & S_IFMT) != S_IFSOCK) {
      throw new NoPrintException("has no socket at " + socket + ", but another file");
    }
    int owner = (int) Files.getAttribute(socket, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    if (owner != user) {
      throw new NoPrintException("listens on a socket of another user");
    }
  }

  private static byte[] answer(Path socket) throws IOException, NoPrintException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      ByteBuffer request = ByteBuffer.wrap(REQUEST);
      while (request.hasRemaining()) {
        channel.write(request);
      }
      ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
      while (channel.read(buffer) >= 0) {
        answer.write(buffer.array(), 0, buffer.position());
        buffer.clear();
        if (answer.size() > MOST_BYTES) {
          throw new NoPrintException("printed more than " + (MOST_BYTES >> 20) + " MiB");
        }
      }
    }
    return answer.toByteArray();
  }
}
