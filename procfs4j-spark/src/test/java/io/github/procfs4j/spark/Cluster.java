package io.github.procfs4j.spark;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.apache.spark.launcher.JavaModuleOptions;
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

  private static final Map<String, String> SETTINGS =
      Map.of(
          "spark.app.name", "procfs4j",
          "spark.ui.enabled", "false",
          "spark.driver.host", "127.0.0.1",
          "spark.driver.bindAddress", "127.0.0.1",
          "spark.sql.session.timeZone", "UTC",
          "spark.sql.shuffle.partitions", "2");

  /** The version of class files of Java 21. */
  private static final int JAVA_21 = 65;

  private final Path directory;
  private final Java java;
  private final Path home;
  private final List<Path> ownJars;
  private final String url;
  private final Process master;
  private final List<Process> workers = new ArrayList<>();

  /** Starts the processes; they find each other while the first query waits for executors. */
  static Cluster start(Path directory) throws IOException {
    return start(directory, Java.own());
  }

  /** Starts the processes on a Java, which is also that of the executors. */
  static Cluster start(Path directory, Java java) throws IOException {
    Cluster cluster = new Cluster(directory, java);
    cluster.worker("worker0");
    cluster.worker("worker1");
    return cluster;
  }

  private Cluster(Path directory, Java java) throws IOException {
    this.directory = directory;
    this.java = java;
    home = directory.resolve("spark");
    Path jars = Files.createDirectories(home.resolve("jars"));
    List<Path> own = new ArrayList<>();
    for (String place : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(place).toAbsolutePath();
      if (Files.isRegularFile(path)) {
        Files.createSymbolicLink(jars.resolve(path.getFileName()), path);
      } else if (path.endsWith("target/classes") && !path.toString().contains("procfs4j-cli")) {
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

  /**
   * Makes the jar of a module, which is only made after its tests. As in that one, Java 21 does not
   * see the classes that only later versions can load.
   */
  private Path jar(Path classes) throws IOException {
    Path jar = Files.createTempFile(directory, "module", ".jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MULTI_RELEASE, "true");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] content = Files.readAllBytes(file);
        String name = classes.relativize(file).toString();
        boolean isForLater = name.endsWith(".class") && versionOf(content) > JAVA_21;
        out.putNextEntry(new ZipEntry(isForLater ? "META-INF/versions/22/" + name : name));
        out.write(content);
      }
    }
    return jar;
  }

  private static int versionOf(byte[] classFile) {
    return ByteBuffer.wrap(classFile).getShort(Integer.BYTES + Short.BYTES);
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
    List<String> words = new ArrayList<>(SMALL_JVM);
    words.addAll(List.of("-cp", home.resolve("jars") + "/*", program));
    words.addAll(List.of(arguments));
    return java(words)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve(name + ".log").toFile())
        .start();
  }

  /** Starts the Java of this cluster, on the machine as all of its processes see it. */
  private ProcessBuilder java(List<String> words) {
    List<String> command = new ArrayList<>(java.command());
    command.addAll(words);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_LOCAL_DIRS", directory.resolve("local").toString());
    builder.environment().put("JAVA_HOME", java.home().toString());
    return builder;
  }

  /** A program with a driver, which runs on the Java of this cluster. */
  ProcessBuilder driver(Path classes, String program, String... arguments) {
    List<String> words = new ArrayList<>(SMALL_JVM);
    words.remove("-Xmx128m");
    words.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
    Map<String, String> settings = new TreeMap<>(SETTINGS);
    settings.putAll(ofCluster());
    settings.put("spark.master", url);
    settings.forEach((name, value) -> words.add("-D" + name + "=" + value));
    List<String> places = new ArrayList<>(ownJars.stream().map(Path::toString).toList());
    places.addAll(List.of(classes.toString(), home.resolve("jars") + "/*"));
    words.addAll(List.of("-cp", String.join(File.pathSeparator, places), program));
    words.addAll(List.of(arguments));
    return java(words);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** A session whose executors are on the Workers. */
  SparkSession session() {
    return with(with(SparkSession.builder().master(url), SETTINGS), ofCluster()).getOrCreate();
  }

  /** A session in this JVM. */
  static SparkSession local() {
    return with(SparkSession.builder().master("local[2]"), SETTINGS).getOrCreate();
  }

  private static SparkSession.Builder with(
      SparkSession.Builder builder, Map<String, String> settings) {
    settings.forEach(builder::config);
    return builder;
  }

  private Map<String, String> ofCluster() {
    List<String> options = new ArrayList<>(java.options());
    options.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    return Map.of(
        "spark.jars", String.join(",", ownJars.stream().map(Path::toString).toList()),
        "spark.executor.memory", MEMORY,
        "spark.executor.cores", "1",
        // Tasks wait until both executors are there.
        "spark.cores.max", "2",
        "spark.scheduler.minRegisteredResourcesRatio", "1.0",
        "spark.scheduler.maxRegisteredResourcesWaitingTime", "10m",
        "spark.executor.extraJavaOptions", String.join(" ", options));
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
