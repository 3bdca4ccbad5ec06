package io.github.procfs4j.cli.export;

import io.github.procfs4j.cli.options.CommandException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets Ctrl-C, SIGTERM and SIGHUP end an export only after what is incomplete has been removed. The
 * process then ends as it does without this.
 */
final class Interruption implements AutoCloseable {
  private final CountDownLatch removed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::await);
  private volatile boolean hasCome;

  Interruption() {
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      hasCome = true;
    }
  }

  /** Waits in the shutdown of the JVM. */
  private void await() {
    hasCome = true;
    try {
      removed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the JVM does not wait either
    }
  }

  /** Ends the export if a signal has come. */
  void check() {
    if (hasCome) {
      throw CommandException.failed("interrupted");
    }
  }

  /** What is incomplete has been removed. If a signal has come, this does not return. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      removed.countDown();
      while (true) {
        LockSupport.park(); // the exit code is that of the signal
      }
    }
  }
}
