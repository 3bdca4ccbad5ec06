package io.github.procfs4j.cli.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request.
 *
 * @param method its method, such as {@code GET}
 * @param path its path, as it was sent, without a query
 * @param query what follows the question mark, as it was sent; empty if there is none
 * @param isPersistent whether the client expects the connection to remain open
 * @param headers the values of each header by its name in lower case
 */
public record Request(
    String method,
    String path,
    String query,
    boolean isPersistent,
    Map<String, List<String>> headers) {
  /**
   * The value of a header, which is a list if there are several.
   *
   * @param name its name in lower case
   */
  public Optional<String> header(String name) {
    List<String> values = headers.getOrDefault(name, List.of());
    return values.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", values));
  }
}
