package io.github.procfs4j.cli.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A response. */
public final class Response {
  private final int status;
  private final String contentType;
  private final byte[] body;
  private final Map<String, String> headers;
  private final @Nullable Content content;

  /**
   * A long body, which is not in memory.
   *
   * @param stream it is closed as soon as the body has been sent, or cannot be sent
   * @param length its length in bytes
   */
  record Content(InputStream stream, long length) {}

  /**
   * Creates a response.
   *
   * @param status its status, such as 200
   * @param contentType the type of the body
   * @param body the body, which must not be modified
   * @param headers further headers
   */
  public Response(int status, String contentType, byte[] body, Map<String, String> headers) {
    this(status, contentType, body, headers, null);
  }

  private Response(
      int status,
      String contentType,
      byte[] body,
      Map<String, String> headers,
      @Nullable Content content) {
    this.status = status;
    this.contentType = contentType;
    this.body = body;
    this.headers = headers;
    this.content = content;
  }

  /**
   * A response with status 200 and a long body, which is read while it is sent.
   *
   * @param stream the body; it is closed in any case
   * @param length its length in bytes
   * @param contentType its type
   */
  public static Response of(InputStream stream, long length, String contentType) {
    return new Response(200, contentType, new byte[0], Map.of(), new Content(stream, length));
  }

  int status() {
    return status;
  }

  String contentType() {
    return contentType;
  }

  byte[] body() {
    return body;
  }

  Map<String, String> headers() {
    return headers;
  }

  /** Its body, if that is long; null if it is in memory. */
  @Nullable Content content() {
    return content;
  }

  /** The length of its body in bytes. */
  long length() {
    return content == null ? body.length : content.length();
  }

  /** A text for people. */
  public static Response text(int status, String text) {
    return new Response(
        status, "text/plain; charset=utf-8", (text + "\n").getBytes(UTF_8), Map.of());
  }

  /** This response with a further header. */
  public Response with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Response(status, contentType, body, more, content);
  }

  /** The phrase that goes with the status. */
  String reason() {
    return switch (status) {
      case 200 -> "OK";
      case 400 -> "Bad Request";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 413 -> "Content Too Large";
      case 421 -> "Misdirected Request";
      case 431 -> "Request Header Fields Too Large";
      case 500 -> "Internal Server Error";
      case 503 -> "Service Unavailable";
      case 505 -> "HTTP Version Not Supported";
      default -> "";
    };
  }
}
