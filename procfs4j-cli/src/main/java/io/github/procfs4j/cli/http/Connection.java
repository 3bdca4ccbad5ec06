package io.github.procfs4j.cli.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** The requests of one connection, answered one after the other. */
final class Connection {
  private static final Set<String> METHODS = Set.of("GET", "HEAD");
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ROOT);

  /** How much of what follows a refused request is read, so that the client sees the response. */
  private static final int MOST_DRAINED = 1 << 16;

  /** How much of a long body a client must receive in the time of a response. */
  private static final int PIECE = 1 << 18;

  private final Socket socket;
  private final HttpServer server;
  private volatile boolean isIdle = true;

  /** Whether what it is doing has to end at {@link #endNanos}. */
  private volatile boolean isTimed;

  private volatile long endNanos;
  private volatile long idleSinceNanos = System.nanoTime();

  Connection(Socket socket, HttpServer server) {
    this.socket = socket;
    this.server = server;
  }

  /** Whether it waits for a request. */
  boolean isIdle() {
    return isIdle;
  }

  /** Since when it waits, on the scale of {@link System#nanoTime}. */
  long idleSinceNanos() {
    return idleSinceNanos;
  }

  /** From now on it has this time for what it does. */
  private void begin(Duration time) {
    endNanos = System.nanoTime() + time.toNanos();
    isTimed = true;
  }

  /** It was in time. */
  private void end() {
    isTimed = false;
  }

  /**
   * Closes it if it has exceeded its time; returns how long it still has, at most as long as a
   * given time.
   */
  long closeIfLate(long now, long most) {
    long left = endNanos - now;
    if (!isTimed) {
      return most;
    }
    if (left <= 0) {
      close();
      return most;
    }
    return Math.min(left, most);
  }

  /** Closes it, whatever it is doing. */
  void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // There is nothing left to do.
    }
  }

  /** Says that there are too many connections. This does not wait: so short a response fits. */
  void refuse() {
    try (socket) {
      write(Response.text(503, "There are too many connections."), true, true);
    } catch (IOException e) {
      // The client has gone.
    }
  }

  /** Answers requests until the client closes the connection, or exceeds a limit. */
  void serve() {
    try (socket) {
      Limits limits = server.limits();
      Heads heads = new Heads(socket.getInputStream(), limits.headBytes(), server.hosts());
      boolean isOpen = true;
      while (isOpen && await(heads)) {
        isOpen = serveOne(heads);
      }
    } catch (IOException e) {
      // The client has gone, or was too slow.
    }
  }

  private boolean await(Heads heads) throws IOException {
    idleSinceNanos = System.nanoTime();
    isIdle = true;
    begin(server.limits().idle());
    try {
      return !server.isClosing() && heads.await();
    } finally {
      end();
      isIdle = false;
    }
  }

  /** Answers a request; returns whether others may follow. */
  private boolean serveOne(Heads heads) throws IOException {
    Request request;
    begin(server.limits().head());
    try {
      request = heads.read();
    } catch (RefusedException e) {
      write(e.response(), true, true);
      drain();
      return false;
    } finally {
      end();
    }
    boolean hasBody = !request.method().equals("HEAD");
    Response response;
    RuntimeException failure = null;
    try {
      response = answer(request);
    } catch (RuntimeException e) {
      failure = e;
      response = Response.text(500, "An internal error: the server's messages have more.");
    }
    boolean isLast =
        !request.isPersistent() || failure != null || server.isClosing() || isRefused(response);
    write(response, hasBody, isLast);
    if (failure != null) {
      throw failure;
    }
    return !isLast;
  }

  private static boolean isRefused(Response response) {
    return response.status() == 405;
  }

  private Response answer(Request request) {
    return METHODS.contains(request.method())
        ? server.handler().answer(request)
        : Response.text(405, "Only GET and HEAD are answered.").with("Allow", "GET, HEAD");
  }

  private void write(Response response, boolean hasBody, boolean isLast) throws IOException {
    Response.Content content = response.content();
    if (content == null) {
      send(withHead(response, response.body(), hasBody, isLast));
      return;
    }
    try (InputStream body = content.stream()) {
      send(withHead(response, response.body(), false, isLast));
      byte[] piece = new byte[PIECE];
      for (long left = hasBody ? content.length() : 0; left > 0; left -= piece.length) {
        int length = (int) Math.min(left, piece.length);
        if (body.readNBytes(piece, 0, length) < length) {
          throw new EOFException(); // the client sees that it is not complete
        }
        send(length == piece.length ? piece : Arrays.copyOf(piece, length));
      }
    }
  }

  private byte[] withHead(Response response, byte[] body, boolean hasBody, boolean isLast) {
    StringBuilder head = new StringBuilder(256);
    head.append("HTTP/1.1 ").append(response.status()).append(' ').append(response.reason());
    head.append("\r\nDate: ").append(DATE.format(ZonedDateTime.now(ZoneOffset.UTC)));
    head.append("\r\nContent-Type: ").append(response.contentType());
    head.append("\r\nContent-Length: ").append(response.length());
    head.append("\r\nX-Content-Type-Options: nosniff\r\nCache-Control: no-store");
    response
        .headers()
        .forEach((name, value) -> head.append("\r\n").append(name).append(": ").append(value));
    head.append(isLast ? "\r\nConnection: close\r\n\r\n" : "\r\n\r\n");
    byte[] first = head.toString().getBytes(ISO_8859_1);
    byte[] all = Arrays.copyOf(first, first.length + (hasBody ? body.length : 0));
    System.arraycopy(body, 0, all, first.length, all.length - first.length);
    return all;
  }

  private void send(byte[] bytes) throws IOException {
    begin(server.limits().response());
    try {
      OutputStream out = socket.getOutputStream();
      out.write(bytes);
      out.flush();
    } finally {
      end();
    }
  }

  /** If a connection is closed before everything was read, the client may lose the response. */
  private void drain() throws IOException {
    begin(server.limits().ending());
    try {
      socket.shutdownOutput();
      InputStream in = socket.getInputStream();
      byte[] discarded = new byte[1 << 12];
      int read = 0;
      for (int total = 0; read >= 0 && total < MOST_DRAINED; total += read) {
        read = in.read(discarded);
      }
    } finally {
      end();
    }
  }
}
