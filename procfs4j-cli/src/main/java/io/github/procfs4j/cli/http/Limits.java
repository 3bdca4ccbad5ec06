package io.github.procfs4j.cli.http;

import java.time.Duration;

/**
 * What clients may take.
 *
 * @param connections how many connections there may be at once
 * @param headBytes the length of the head of a request
 * @param idle how long a connection may wait for a request
 * @param head how long it may take from the first byte of a request to the end of its head
 * @param response how long a client may take to receive a response, or 256 KiB of a long one
 * @param ending how long responses may take that are being sent when the server is closed
 */
public record Limits(
    int connections,
    int headBytes,
    Duration idle,
    Duration head,
    Duration response,
    Duration ending) {
  /** The usual ones. */
  public static final Limits USUAL =
      new Limits(
          64,
          8192,
          Duration.ofMinutes(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(2));
}
