package io.github.procfs4j.cli.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server does with requests of all kinds. */
class HttpServerTest {
  /** More than sockets buffer. */
  private static final int LARGE = 64 << 20;

  private static final Duration LONG = Duration.ofMinutes(5);
  private static final String GET = "GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n";

  /** How long the long response should be. */
  private long length = LARGE;

  private final CountDownLatch closed = new CountDownLatch(1);

  /** A body that has no end but is closed. */
  private final class Endless extends InputStream {
    @Override
    public int read() {
      return 'x';
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }

  private final List<String> said = new ArrayList<>();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch answers = new CountDownLatch(1);
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    start(new Limits(4, 1000, LONG, LONG, LONG, Duration.ofSeconds(30)));
  }

  private void start(Limits limits) throws IOException {
    if (server != null) {
      server.close();
    }
    server =
        HttpServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            this::answer,
            host -> host.equals("localhost") || host.startsWith("["),
            limits,
            said::add);
  }

  private Response answer(Request request) {
    return switch (request.path()) {
      case "/fails" -> throw new IllegalStateException("made to fail");
      case "/long" -> Response.of(new Endless(), length, "text/plain").with("X-Long", "yes");
      case "/large" -> new Response(200, "text/plain", new byte[LARGE], Map.of());
      case "/waits" -> {
        asked.countDown();
        try {
          answers.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
        yield Response.text(200, "late");
      }
      default -> Response.text(200, request.method() + " " + request.path());
    };
  }

  @AfterEach
  void end() {
    if (server != null) {
      answers.countDown();
      server.close();
      assertThat(said).isEmpty();
    }
  }

  @Test
  void aLongResponseIsReadWhileItIsSentAndThenClosed() throws Exception {
    length = 1_000_001;
    try (Socket socket = connect()) {
      send(socket, "GET /long HTTP/1.1\r\nHost: localhost\r\n\r\n" + GET);
      assertThat(response(socket))
          .contains("Content-Length: 1000001\r\n", "X-Long: yes")
          .endsWith("\r\n\r\n" + "x".repeat(1_000_001));
      closed.await();
      assertThat(response(socket)).endsWith("GET /x\n");
    }
  }

  @Test
  void theHeadOfALongResponseComesAlone() throws Exception {
    try (Socket socket = connect()) {
      send(socket, "HEAD /long HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      assertThat(rest(socket)).contains("Content-Length: " + LARGE).endsWith("\r\n\r\n");
      closed.await();
    }
  }

  @Test
  void aClientThatDoesNotReadALongResponseIsCutOff() throws Exception {
    start(new Limits(4, 1000, LONG, LONG, Duration.ofMillis(200), Duration.ofSeconds(30)));
    try (Socket socket = connect()) {
      send(socket, "GET /long HTTP/1.1\r\nHost: localhost\r\n\r\n");
      closed.await();
      assertThat(socket.isClosed()).isFalse();
    }
  }

  private Socket connect() throws IOException {
    return new Socket(server.address().getAddress(), server.address().getPort());
  }

  /** All that the server sends until it closes the connection. */
  private String exchange(String request) throws IOException {
    try (Socket socket = connect()) {
      send(socket, request);
      return rest(socket);
    }
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  private static String rest(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
  }

  /** A response, read up to the end of its body; "" if the server has closed the connection. */
  private static String response(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder text = new StringBuilder();
    while (text.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return text.toString();
      }
      text.append((char) next);
    }
    int length =
        Integer.parseInt(text.toString().replaceAll("(?s).*Content-Length: (\\d+)\r\n.*", "$1"));
    return text + new String(in.readNBytes(length), ISO_8859_1);
  }

  @Test
  void answersOneRequestAfterTheOther() throws IOException {
    try (Socket socket = connect()) {
      for (int i = 0; i < 3; i++) {
        send(socket, "GET /%d?q HTTP/1.1\r\nHost: localhost:1\r\n\r\n".formatted(i));
        assertThat(response(socket))
            .startsWith("HTTP/1.1 200 OK\r\nDate: ")
            .contains("\r\nX-Content-Type-Options: nosniff\r\n")
            .doesNotContain("Connection: close")
            .endsWith("\r\n\r\nGET /" + i + "\n");
      }
      send(socket, GET + GET + GET.replace("/x", "/y")); // pipelined
      assertThat(response(socket)).endsWith("GET /x\n");
      assertThat(response(socket)).endsWith("GET /x\n");
      assertThat(response(socket)).endsWith("GET /y\n");
    }
  }

  @Test
  void aHeadMayComeInPieces() throws IOException {
    try (Socket socket = connect()) {
      socket.setTcpNoDelay(true);
      for (char character : ("\r\n" + GET).toCharArray()) {
        send(socket, Character.toString(character));
      }
      assertThat(response(socket)).endsWith("GET /x\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /x HTTP/1.0\r\n\r\n",
        "GET /x HTTP/1.1\r\nHost: localhost\r\nConnection: Close\r\n\r\n",
        "GET /x HTTP/1.1\nhost: LOCALHOST.\nconnection: close\n\n",
        "GET http://localhost/x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /x HTTP/1.1\r\nHost: [::1]:80\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
      })
  void closesTheConnectionIfTheClientWants(String request) throws IOException {
    assertThat(exchange(request))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("\r\nConnection: close\r\n")
        .endsWith("GET /x\n");
  }

  @Test
  void aHeadHasNoBody() throws IOException {
    assertThat(exchange("HEAD /x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .contains("Content-Length: 8\r\n")
        .endsWith("\r\n\r\n");
  }

  @ParameterizedTest
  @CsvSource({
    "400, 'x\r\n\r\n'",
    "400, 'GET /x\r\n\r\n'",
    "400, 'GET  /x HTTP/1.1\r\nHost: localhost\r\n\r\n'",
    "400, 'GET /x y HTTP/1.1\r\nHost: localhost\r\n\r\n'",
    "400, 'GET /x HTTP/1.1 \r\nHost: localhost\r\n\r\n'",
    "400, 'GET /x HTTP/1.10\r\nHost: localhost\r\n\r\n'",
    "400, 'GET x HTTP/1.1\r\nHost: localhost\r\n\r\n'",
    "400, 'OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n'",
    "400, 'CONNECT localhost:1 HTTP/1.1\r\nHost: localhost\r\n\r\n'",
    "400, 'GET /\u0000 HTTP/1.1\r\nHost: localhost\r\n\r\n'",
    "400, 'GET /x HTTP/1.1\r\n\r\n'",
    "400, 'GET /x HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n'",
    "400, 'GET /x HTTP/1.1\r\nHost : localhost\r\n\r\n'",
    "400, 'GET /x HTTP/1.1\r\nHost: localhost\r\n continued\r\n\r\n'",
    "400, 'GET /x HTTP/1.1\r\nHost: localhost\r\nA: b\rc\r\n\r\n'",
    "400, 'GET /x HTTP/1.1\r\nHost: localhost\r\n: b\r\n\r\n'",
    "400, 'GET /x HTTP/1.1\r\nHost: localhost/x\r\n\r\n'",
    "400, 'GET /x HTTP/1.1\r\nHost: \r\n\r\n'",
    "400, 'GET http:///x HTTP/1.1\r\nHost: localhost\r\n\r\n'",
    "405, 'POST /x HTTP/1.1\r\nHost: localhost\r\n\r\n'",
    "405, 'DELETE /x HTTP/1.1\r\nHost: localhost\r\n\r\n'",
    "405, 'get /x HTTP/1.1\r\nHost: localhost\r\n\r\n'",
    "413, 'GET /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc'",
    "413, 'GET /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nContent-Length: 3\r\n\r\n'",
    "413, 'GET /x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n'",
    "421, 'GET /x HTTP/1.1\r\nHost: example.org\r\n\r\n'",
    "421, 'GET /x HTTP/1.1\r\nHost: localhost.example.org:9110\r\n\r\n'",
    "421, 'GET /x HTTP/1.0\r\nHost: example.org\r\n\r\n'",
    "421, 'GET http://example.org/x HTTP/1.1\r\nHost: localhost\r\n\r\n'",
    "505, 'GET /x HTTP/2.0\r\nHost: localhost\r\n\r\n'",
    "505, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'"
  })
  void refusesWhatItDoesNotAnswer(int status, String request) throws IOException {
    assertThat(exchange(request))
        .startsWith("HTTP/1.1 " + status + " ")
        .contains("\r\nConnection: close\r\n")
        .doesNotContain("example")
        .doesNotContain("/x");
  }

  @Test
  void refusesALongHead() throws IOException {
    String begin = "GET /x HTTP/1.1\r\nHost: localhost\r\nA: ";
    String end = "\r\nConnection: close\r\n\r\n";
    String value = "a".repeat(1000 - begin.length() - end.length());
    assertThat(exchange(begin + value + end)).startsWith("HTTP/1.1 200 ");
    assertThat(exchange(begin + value + "a" + end)).startsWith("HTTP/1.1 431 ");
    assertThat(exchange("\r\n".repeat(501))).startsWith("HTTP/1.1 431 ");
    assertThat(exchange("a".repeat(5000))).startsWith("HTTP/1.1 431 ");
    // A head that does not fit after the end of the previous one is moved.
    String half = begin + "a".repeat(600) + "\r\n\r\n";
    try (Socket socket = connect()) {
      send(socket, half + half);
      assertThat(response(socket)).endsWith("GET /x\n");
      assertThat(response(socket)).endsWith("GET /x\n");
    }
  }

  /** Nothing of the client can end the server: what is sent is random, and mostly not even text. */
  @Test
  void survivesGarbage() throws IOException {
    Random random = new Random(26);
    for (int i = 0; i < 200; i++) {
      byte[] garbage = (GET + GET).getBytes(ISO_8859_1);
      for (int j = 0; j < 1 + i % 5; j++) {
        garbage[random.nextInt(garbage.length)] = (byte) random.nextInt(256);
      }
      try (Socket socket = connect()) {
        socket.getOutputStream().write(garbage);
        socket.shutdownOutput();
        String all = rest(socket);
        assertThat(all.isEmpty() || all.startsWith("HTTP/1.1 ")).as(all).isTrue();
      } catch (SocketException e) {
        assertThat(e).hasMessageContaining("reset"); // closed before all of it was read
      }
    }
    assertThat(exchange(GET.replace("1.1", "1.0"))).endsWith("GET /x\n");
  }

  private void awaitWaiting(int connections) throws InterruptedException {
    while (server.waiting() != connections) {
      Thread.sleep(1);
    }
  }

  @Test
  void aConnectionThatWaitsMakesRoom() throws Exception {
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      sockets.add(connect());
      send(sockets.getLast(), GET);
      assertThat(response(sockets.getLast())).endsWith("GET /x\n");
      awaitWaiting(i + 1);
    }
    send(sockets.getFirst(), GET); // now the second one has waited longest
    assertThat(response(sockets.getFirst())).endsWith("GET /x\n");
    awaitWaiting(4);
    sockets.add(connect());
    send(sockets.getLast(), GET);
    assertThat(response(sockets.getLast())).endsWith("GET /x\n");
    assertThat(response(sockets.get(1))).isEmpty();
    for (int i : List.of(0, 2, 3)) {
      send(sockets.get(i), GET);
      assertThat(response(sockets.get(i))).endsWith("GET /x\n");
    }
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  @Test
  void refusesAConnectionIfNoneWaits() throws Exception {
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      sockets.add(connect());
      send(sockets.getLast(), GET + "G"); // the rest is still to come
      assertThat(response(sockets.getLast())).endsWith("GET /x\n");
    }
    awaitWaiting(0);
    try (Socket socket = connect()) {
      assertThat(response(socket)).startsWith("HTTP/1.1 503 ").contains("too many connections");
    }
    for (Socket socket : sockets) {
      socket.close();
    }
    answersAgain();
  }

  /** Asks until there is room for a connection, and it is not too slow. */
  private void answersAgain() throws IOException {
    String answered = "";
    while (!answered.endsWith("GET /x\n")) {
      try (Socket socket = connect()) {
        send(socket, GET);
        answered = response(socket);
      } catch (SocketException e) {
        assertThat(e).hasMessageMatching("(?i).*(reset|broken pipe).*");
      }
    }
  }

  @Test
  void closesConnectionsThatWaitTooLong() throws IOException {
    start(new Limits(4, 1000, Duration.ofMillis(50), LONG, LONG, LONG));
    assertThat(exchange("")).isEmpty();
    answersAgain();
  }

  @Test
  void closesConnectionsThatSendTooSlowly() throws IOException {
    start(new Limits(4, 1000, LONG, Duration.ofMillis(50), LONG, LONG));
    assertThat(exchange(GET.substring(0, 30))).isEmpty();
  }

  @Test
  void closesConnectionsThatReceiveTooSlowly() throws IOException {
    start(new Limits(1, 1000, LONG, LONG, Duration.ofMillis(50), LONG));
    try (Socket socket = connect()) {
      send(socket, GET.replace("/x", "/large"));
      answersAgain(); // on the only connection that there may be
    }
  }

  @Test
  void aFailureIsAnError() throws IOException {
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    List<Throwable> thrown = new ArrayList<>();
    CountDownLatch told = new CountDownLatch(1);
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, e) -> {
          thrown.add(e);
          told.countDown();
        });
    try {
      assertThat(exchange(GET.replace("/x", "/fails")))
          .startsWith("HTTP/1.1 500 ")
          .doesNotContain("made to fail");
      told.await();
      assertThat(thrown).extracting(Throwable::getMessage).containsExactly("made to fail");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  @Test
  void finishesAResponseWhenItIsClosed() throws Exception {
    try (Socket socket = connect();
        Socket idle = connect()) {
      send(idle, GET);
      assertThat(response(idle)).endsWith("GET /x\n");
      send(socket, GET.replace("/x", "/waits"));
      asked.await();
      Thread closing = Thread.ofPlatform().start(server::close);
      assertThat(response(idle)).isEmpty();
      answers.countDown();
      assertThat(rest(socket)).contains("Connection: close").endsWith("late\n");
      closing.join();
    }
  }

  @Test
  void doesNotWaitForeverWhenItIsClosed() throws Exception {
    start(new Limits(4, 1000, LONG, LONG, LONG, Duration.ofMillis(50)));
    try (Socket socket = connect()) {
      send(socket, GET.replace("/x", "/waits"));
      asked.await();
      server.close();
      assertThat(rest(socket)).isEmpty();
    }
  }
}
