package io.github.procfs4j.cli.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A server for HTTP/1.1. Each connection has a virtual thread; a client that is slow, or sends
 * nothing, keeps none of the others waiting. When there are as many connections as there may be,
 * the one that has waited longest for a request makes room for a new one.
 *
 * <p>The JDK's own server is not used, because its limits are undocumented properties of the whole
 * JVM, because it closes a connection instead of saying which limit was exceeded, and because its
 * dispatcher uses a CPU completely while no descriptor is left ({@code
 * sun.net.httpserver.ServerImpl} of JDK 25, where {@code accept} fails and is called again at
 * once).
 */
public final class HttpServer implements AutoCloseable {
  private static final int WAITING = 128;
  private static final long PAUSE_MILLIS = 100;

  /** Clients that use up all descriptors again and again do not fill a log. */
  private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** Answers requests; may be called by many threads at once. */
  public interface Handler {
    /** The response to a request, of which the method is GET or HEAD. */
    Response answer(Request request);
  }

  private final ServerSocket listening;
  private final Handler handler;
  private final Predicate<String> hosts;
  private final Limits limits;
  private final Consumer<String> voice;

  /** Guarded by itself. */
  private final Set<Connection> connections = new HashSet<>();

  private volatile boolean isClosing;
  private volatile boolean isClosed;

  /** Closes connections that exceed a time. */
  private final Thread closing = Thread.ofVirtual().name("late").unstarted(this::closeLate);

  private HttpServer(
      ServerSocket listening,
      Handler handler,
      Predicate<String> hosts,
      Limits limits,
      Consumer<String> voice) {
    this.listening = listening;
    this.handler = handler;
    this.hosts = hosts;
    this.limits = limits;
    this.voice = voice;
  }

  /**
   * Listens on an address, and answers requests from now on.
   *
   * @param address the address; with port 0, the kernel chooses one
   * @param hosts which hosts, in lower case, requests may name in the header Host
   * @param voice receives messages
   * @throws IOException if that is impossible
   */
  public static HttpServer start(
      InetSocketAddress address,
      Handler handler,
      Predicate<String> hosts,
      Limits limits,
      Consumer<String> voice)
      throws IOException {
    ServerSocket listening = new ServerSocket();
    try {
      listening.bind(address, WAITING);
    } catch (IOException e) {
      listening.close();
      throw e;
    }
    HttpServer server = new HttpServer(listening, handler, hosts, limits, voice);
    Thread.ofVirtual().name("accepting").start(server::accept);
    server.closing.start();
    return server;
  }

  /** The address on which it listens. */
  public InetSocketAddress address() {
    return new InetSocketAddress(listening.getInetAddress(), listening.getLocalPort());
  }

  Handler handler() {
    return handler;
  }

  Predicate<String> hosts() {
    return hosts;
  }

  Limits limits() {
    return limits;
  }

  boolean isClosing() {
    return isClosing;
  }

  /**
   * Closes connections that exceed a time. A time that begins while this sleeps does not end before
   * it wakes up, because it sleeps no longer than the shortest one.
   */
  private void closeLate() {
    long shortest =
        Stream.of(limits.idle(), limits.head(), limits.response(), limits.ending())
            .mapToLong(Duration::toNanos)
            .min()
            .orElseThrow();
    while (!isClosed) {
      long now = System.nanoTime();
      long left = shortest;
      synchronized (connections) {
        for (Connection connection : connections) {
          left = connection.closeIfLate(now, left);
        }
      }
      LockSupport.parkNanos(this, left);
    }
  }

  private void accept() {
    boolean isFailing = false;
    boolean isSaid = false;
    long saidNanos = System.nanoTime() - QUIET_NANOS;
    while (!isClosing) {
      try {
        begin(listening.accept());
        if (isFailing && isSaid) {
          voice.accept("connections are accepted again");
        }
        isFailing = false;
      } catch (IOException e) {
        if (!isClosing && !isFailing) {
          isFailing = true;
          isSaid = System.nanoTime() - saidNanos >= QUIET_NANOS;
          if (isSaid) {
            saidNanos = System.nanoTime();
            voice.accept("no connection can be accepted: " + e.getMessage() + "; trying again");
          }
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void begin(Socket socket) {
    Connection connection = new Connection(socket, this);
    synchronized (connections) {
      if (connections.size() >= limits.connections()) {
        long now = System.nanoTime();
        Optional<Connection> longest =
            connections.stream()
                .filter(Connection::isIdle)
                .min(Comparator.comparingLong(one -> one.idleSinceNanos() - now));
        longest.ifPresent(Connection::close);
        longest.ifPresent(connections::remove);
      }
      if (connections.size() < limits.connections()) {
        connections.add(connection);
        Thread.ofVirtual().name("connection").start(() -> serve(connection));
        return;
      }
    }
    connection.refuse();
  }

  private void serve(Connection connection) {
    try {
      connection.serve();
    } finally {
      synchronized (connections) {
        connections.remove(connection);
        connections.notifyAll();
      }
    }
  }

  /** How many connections wait for a request. */
  int waiting() {
    synchronized (connections) {
      return (int) connections.stream().filter(Connection::isIdle).count();
    }
  }

  /**
   * Accepts no more connections, waits a moment for responses that are being sent, and closes all
   * connections.
   */
  @Override
  public void close() {
    isClosing = true;
    try {
      listening.close();
    } catch (IOException e) {
      // It listens no longer.
    }
    long end = System.nanoTime() + limits.ending().toNanos();
    List<Connection> left;
    synchronized (connections) {
      connections.stream().filter(Connection::isIdle).forEach(Connection::close);
      try {
        for (long rest = limits.ending().toNanos();
            !connections.isEmpty() && rest > 0;
            rest = end - System.nanoTime()) {
          TimeUnit.NANOSECONDS.timedWait(connections, rest);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      left = new ArrayList<>(connections);
    }
    left.forEach(Connection::close);
    isClosed = true;
    LockSupport.unpark(closing);
  }
}
