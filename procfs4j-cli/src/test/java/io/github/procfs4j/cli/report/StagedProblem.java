package io.github.procfs4j.cli.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A program with one problem, for tests of the summary: {@code hog} uses a CPU, {@code thread} does
 * so in one of eight threads, {@code fsync} waits for each of its writes, {@code leak} takes more
 * and more memory, {@code forks} starts a process after the other, {@code gc} keeps the garbage
 * collector busy, {@code quiet} does nothing. It begins when it reads a line, and ends when its
 * standard input does.
 */
public final class StagedProblem {
  private static final int BLOCK = 1 << 20;

  private StagedProblem() {}

  public static void main(String[] args) throws Exception {
    Path file = Path.of(args[1]);
    Thread work = new Thread(() -> work(args[0], file), "worker");
    work.setDaemon(true);
    if (args[0].equals("thread")) {
      for (int i = 0; i < 7; i++) {
        Thread idle = new Thread(StagedProblem::sleep, "idle-" + i);
        idle.setDaemon(true);
        idle.start();
      }
    }
    System.out.println("ready");
    for (int read = System.in.read(); read >= 0; read = System.in.read()) {
      if (read == '\n') {
        work.start();
      }
    }
    System.exit(0);
  }

  private static void work(String problem, Path file) {
    try {
      switch (problem) {
        case "quiet" -> sleep();
        case "hog", "thread" -> compute();
        case "fsync" -> write(file);
        case "leak" -> leak();
        case "forks" -> fork(file);
        case "gc" -> collect();
        default -> throw new IllegalArgumentException(problem);
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void compute() {
    double sum = 0;
    while (sum >= 0) {
      sum += Math.sqrt(sum + 1);
      if (sum > 1e12) {
        sum = 0;
      }
    }
  }

  private static void write(Path file) throws IOException {
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
      while (true) {
        out.write(block.clear(), 0);
        out.force(true);
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private static void leak() throws InterruptedException {
    List<ByteBuffer> leaked = new ArrayList<>();
    while (leaked.size() < 400) {
      ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
      for (int i = 0; i < BLOCK; i += 4096) {
        block.put(i, (byte) 1);
      }
      leaked.add(block);
      Thread.sleep(10);
    }
    sleep();
  }

  /** The shell has the path among its arguments, and ends with this process. */
  private static void fork(Path file) throws IOException, InterruptedException {
    String loop = "while [ -d /proc/$PPID ] && [ $PPID = \"$1\" ]; do (:); done";
    String self = Long.toString(ProcessHandle.current().pid());
    new ProcessBuilder("bash", "-c", loop, file.toString(), self).start().waitFor();
  }

  private static void collect() {
    List<byte[][]> kept = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      kept.add(new byte[10_000][]);
    }
    for (int i = 0; i >= 0; i = (i + 1) & Integer.MAX_VALUE) {
      byte[][] some = kept.get(i % kept.size());
      some[i % some.length] = new byte[300];
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(3_600_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
