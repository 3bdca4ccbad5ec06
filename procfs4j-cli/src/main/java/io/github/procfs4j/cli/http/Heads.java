package io.github.procfs4j.cli.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the heads of requests: RFC 9112. What is not clearly a request is refused rather than
 * repaired.
 */
final class Heads {
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
  private static final Pattern REQUEST_LINE =
      Pattern.compile("(" + TOKEN + ") ([!-~]+) HTTP/([0-9])\\.([0-9])");
  private static final Pattern NAME = Pattern.compile(TOKEN);
  private static final Pattern ABSOLUTE = Pattern.compile("(?i)https?://([^/?#]*)(/.*)?");
  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^\\s\\[\\]:@/?#]+?)\\.?(?::[0-9]{0,5})?");

  private final InputStream in;
  private final Predicate<String> hosts;
  private final byte[] bytes;
  private int from;
  private int to;

  /**
   * Reads from a connection.
   *
   * @param most the greatest length of a head
   * @param hosts which hosts, in lower case, may be named by a request
   */
  Heads(InputStream in, int most, Predicate<String> hosts) {
    this.in = in;
    this.hosts = hosts;
    bytes = new byte[most];
  }

  /** Waits for the first byte of a request; returns whether there is one. */
  boolean await() throws IOException {
    if (from == to) {
      from = 0;
      to = Math.max(0, in.read(bytes));
    }
    return from < to;
  }

  /** Reads a head. */
  Request read() throws IOException, RefusedException {
    List<String> lines = lines();
    Matcher line = REQUEST_LINE.matcher(lines.getFirst());
    if (!line.matches()) {
      throw new RefusedException(400, "This is not a request of HTTP/1.1.");
    }
    if (!line.group(3).equals("1")) {
      throw new RefusedException(505, "Only HTTP/1.1 is spoken here.");
    }
    boolean isOld = line.group(4).equals("0");
    Map<String, List<String>> headers = headers(lines.subList(1, lines.size()));
    String target = line.group(2);
    String host = host(headers, isOld);
    Matcher absolute = ABSOLUTE.matcher(target);
    if (absolute.matches()) {
      host = absolute.group(1);
      target = absolute.group(2) == null ? "/" : absolute.group(2);
    }
    if (!target.startsWith("/")) {
      throw new RefusedException(400, "The target is not a path.");
    }
    check(host, isOld);
    String connection = String.join(",", headers.getOrDefault("connection", List.of()));
    boolean isPersistent = !isOld && !connection.toLowerCase(Locale.ROOT).contains("close");
    String[] parts = target.split("\\?", 2);
    return new Request(
        line.group(1), parts[0], parts.length > 1 ? parts[1] : "", isPersistent, headers);
  }

  private static Map<String, List<String>> headers(List<String> lines) throws RefusedException {
    Map<String, List<String>> headers = new HashMap<>();
    for (String line : lines) {
      int colon = Math.max(0, line.indexOf(':'));
      String name = line.substring(0, colon);
      if (!NAME.matcher(name).matches() || hasControl(line)) {
        throw new RefusedException(400, "A header is malformed.");
      }
      headers
          .computeIfAbsent(name.toLowerCase(Locale.ROOT), key -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
    }
    boolean hasBody =
        headers.containsKey("transfer-encoding")
            || headers.getOrDefault("content-length", List.of()).stream()
                .anyMatch(length -> !length.equals("0"));
    if (hasBody) {
      throw new RefusedException(413, "A request has no content here.");
    }
    return headers;
  }

  private static boolean hasControl(String line) {
    return line.chars().anyMatch(c -> c != '\t' && Character.isISOControl(c));
  }

  private static String host(Map<String, List<String>> headers, boolean isOld)
      throws RefusedException {
    List<String> values = headers.getOrDefault("host", List.of());
    if (values.size() > 1 || (values.isEmpty() && !isOld)) {
      throw new RefusedException(400, "A request has one header Host.");
    }
    return values.isEmpty() ? "" : values.getFirst();
  }

  /**
   * A page of another site may give its own name the address of this server; a browser then sends
   * that name.
   */
  private void check(String host, boolean isOld) throws RefusedException {
    if (host.isEmpty() && isOld) {
      return;
    }
    Matcher name = HOST.matcher(host);
    if (!name.matches()) {
      throw new RefusedException(400, "The header Host is malformed.");
    }
    if (!hosts.test(name.group(1).toLowerCase(Locale.ROOT))) {
      throw new RefusedException(421, "This server is not known by that name.");
    }
  }

  /** The lines of the next head, without the empty one at its end. */
  private List<String> lines() throws IOException, RefusedException {
    System.arraycopy(bytes, from, bytes, 0, to - from);
    to -= from;
    from = 0;
    List<String> lines = new ArrayList<>();
    int begin = 0;
    while (true) {
      int end = end(begin);
      int length = end > begin && bytes[end - 1] == '\r' ? end - 1 - begin : end - begin;
      String line = new String(bytes, begin, length, ISO_8859_1);
      begin = end + 1;
      if (!line.isEmpty()) {
        lines.add(line);
      } else if (!lines.isEmpty()) { // empty lines before a request are skipped
        from = begin;
        return lines;
      }
    }
  }

  /** The position of the next line feed. */
  private int end(int begin) throws IOException, RefusedException {
    int at = begin;
    while (true) {
      while (at < to) {
        if (bytes[at] == '\n') {
          return at;
        }
        at++;
      }
      if (to == bytes.length) {
        throw new RefusedException(
            431, "The head of a request has at most " + bytes.length + " bytes.");
      }
      int read = in.read(bytes, to, bytes.length - to);
      if (read < 0) {
        throw new EOFException();
      }
      to += read;
    }
  }
}
