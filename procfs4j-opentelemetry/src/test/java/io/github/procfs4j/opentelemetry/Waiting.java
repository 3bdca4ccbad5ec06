package io.github.procfs4j.opentelemetry;

import java.io.IOException;

/** A program that does nothing until its input ends: the agent works beside it. */
final class Waiting {
  private Waiting() {}

  public static void main(String[] args) throws IOException {
    System.in.readAllBytes();
  }
}
