package io.github.procfs4j.spark;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.apache.spark.sql.SparkSession;

/**
 * A standalone cluster on the loopback interface: a Master and two Workers, processes of their own,
 * from the jars of Spark on the class path of the tests. Each Worker has one core and 512 MB.
 */
final class Cluster implements AutoCloseable {
  private static final String MEMORY = "512m";

  /** For JVMs that share two CPUs with everything else. */
  private static final List<String> SMALL_JVM =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m");

  private final Path directory;
  private final Path home;
  private final List<Path> ownJars;
  private final String url;
  private final Process master;
  private final List<Process> workers = new ArrayList<>();

  /** Starts the processes; they find each other while the first query waits for executors. */
  static Cluster start(Path directory) throws IOException {
    Cluster cluster = new Cluster(directory);
    cluster.worker("worker0");
    cluster.worker("worker1");
    return cluster;
  }

  private Cluster(Path directory) throws IOException {
    this.directory = directory;
    home = directory.resolve("spark");
    Path jars = Files.createDirectories(home.resolve("jars"));
    List<Path> own = new ArrayList<>();
    for (String place : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(place).toAbsolutePath();
      if (Files.isRegularFile(path)) {
        Files.createSymbolicLink(jars.resolve(path.getFileName()), path);
      } else if (path.endsWith("target/classes")) {
        own.add(jar(path));
      }
    }
    ownJars = own;
    int port = freePort();
    url = "spark://127.0.0.1:" + port;
    master =
        start(
            "master",
            "org.apache.spark.deploy.master.Master",
            "--host",
            "127.0.0.1",
            "--port",
            String.valueOf(port),
            "--webui-port",
            "0");
  }

  /** Makes the jar of a module, which is only made after its tests. */
  private Path jar(Path classes) throws IOException {
    Path jar = Files.createTempFile(directory, "module", ".jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
        Files.copy(file, (OutputStream) out);
      }
    }
    return jar;
  }

  private void worker(String name) throws IOException {
    workers.add(
        start(
            name,
            "org.apache.spark.deploy.worker.Worker",
            "--host",
            "127.0.0.1",
            "--webui-port",
            "0",
            "--cores",
            "1",
            "--memory",
            MEMORY,
            "--work-dir",
            directory.resolve(name + "-work").toString(),
            url));
  }

  private Process start(String name, String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(SMALL_JVM);
    command.addAll(List.of("-cp", home.resolve("jars") + "/*", program));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve(name + ".log").toFile());
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_LOCAL_DIRS", directory.resolve("local").toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder.start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** A session whose executors are on the Workers. */
  SparkSession session() {
    return common(SparkSession.builder().master(url))
        .config("spark.jars", String.join(",", ownJars.stream().map(Path::toString).toList()))
        .config("spark.executor.memory", MEMORY)
        .config("spark.executor.cores", 1)
        // Tasks wait until both executors are there.
        .config("spark.cores.max", 2)
        .config("spark.scheduler.minRegisteredResourcesRatio", 1.0)
        .config("spark.scheduler.maxRegisteredResourcesWaitingTime", "10m")
        .config("spark.executor.extraJavaOptions", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1")
        .getOrCreate();
  }

  /** A session in this JVM. */
  static SparkSession local() {
    return common(SparkSession.builder().master("local[2]")).getOrCreate();
  }

  private static SparkSession.Builder common(SparkSession.Builder builder) {
    return builder
        .appName("procfs4j")
        .config("spark.ui.enabled", false)
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.shuffle.partitions", 2);
  }

  /** Kills a Worker with its executor. */
  void killWorker(int worker) {
    Process process = workers.get(worker);
    List<ProcessHandle> executors = process.descendants().toList();
    process.destroyForcibly();
    executors.forEach(ProcessHandle::destroyForcibly);
  }

  @Override
  public void close() {
    for (int i = 0; i < workers.size(); i++) {
      killWorker(i);
    }
    master.destroyForcibly();
  }
}
