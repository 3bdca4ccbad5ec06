package io.github.procfs4j.jmh;

import java.io.IOException;

/** Uses CPU time in many threads until its standard input ends. */
final class Disturber {
  private Disturber() {}

  /** Arguments: a mark that only shows in its name, and the number of threads. */
  public static void main(String[] args) throws IOException {
    for (int i = 0; i < Integer.parseInt(args[1]); i++) {
      Thread.ofPlatform().daemon().start(Disturber::burn);
    }
    System.out.write('\n');
    System.out.flush();
    System.in.read();
  }

  private static void burn() {
    while (true) {
      Thread.onSpinWait();
    }
  }
}
