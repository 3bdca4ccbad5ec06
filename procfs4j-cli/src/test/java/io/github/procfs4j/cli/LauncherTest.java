package io.github.procfs4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.attribute.PosixFilePermission.GROUP_WRITE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_WRITE;
import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The scripts {@code procfs}, {@code bench}, {@code sample} and {@code package}, run in a made-up
 * copy of this repository where {@code mvn} and {@code java} are scripts that record their calls.
 */
class LauncherTest {

  /** All tools that the launchers call, except java, Maven and gcc. */
  private static final List<String> TOOLS =
      List.of(
          ("bash cat chmod cp dirname env find flock head ln mkdir mktemp mv readlink rm sed sleep"
                  + " stty tee touch")
              .split(" "));

  private static final List<String> SCRIPTS =
      List.of("procfs", "bench", "sample", "package", ".launch/common.sh", ".launch/start.sh");

  private Path directory;
  private Path checkout;
  private Path path;
  private Path usualPlace;

  /** The words before the launcher that determine the user that runs it. */
  private List<String> prefix = List.of();

  @BeforeEach
  void makeCheckout(@TempDir Path temporary) throws IOException {
    directory = temporary.toRealPath();
    checkout = directory.resolve("checkout");
    path = Files.createDirectories(directory.resolve("bin"));
    usualPlace = Files.createDirectories(directory.resolve("jvm"));
    for (String tool : TOOLS) {
      onThePath(tool);
    }
    write("procfs4j/pom.xml", "");
    write("procfs4j/src/main/java/A.java", "");
    write("procfs4j-cli/pom.xml", "");
    write("procfs4j-cli/src/main/java/B.java", "");
    for (String module : List.of("procfs4j-jfr", "procfs4j-micrometer", "procfs4j-bench")) {
      write(module + "/pom.xml", "");
      write(module + "/src/main/java/C.java", "");
    }
    write("pom.xml", "");
    write("docs/scope.md", "");

    Path repository = Path.of("..").toAbsolutePath();
    for (String script : SCRIPTS) {
      String text = Files.readString(repository.resolve(script));
      executable(checkout.resolve(script), text.replace("/usr/lib/jvm/", usualPlace + "/"));
    }
    String common = Files.readString(checkout.resolve(".launch/common.sh"));
    assertThat(common).contains(usualPlace.toString()).contains("/opt/");
    write(".launch/common.sh", common.replace("/opt/", directory + "/opt/"));

    executable(
        path.resolve("mvn"),
        """
        #!/usr/bin/env bash
        echo "$JAVA_HOME $*" >> %1$s/mvn.log
        [[ ! -e %1$s/broken ]] || { echo '[ERROR] A.java:[1,2] ; expected'; exit 1; }
        echo '[INFO] Building procfs4j-cli 0.1.0-SNAPSHOT     [3/3]'
        sleep 0.2
        for module in procfs4j-cli procfs4j-bench; do
          mkdir -p %2$s/$module/target/app
          echo jar > %2$s/$module/target/app/$module.jar
        done
        """
            .formatted(directory, checkout));
  }

  @Test
  void withoutJdkItSaysWhatToInstall() throws Exception {
    jdk(usualPlace.resolve("java-17"), "17.0.15");
    jdk(usualPlace.resolve("java-8"), "1.8.0_452");
    Files.createDirectories(usualPlace.resolve("not-a-jdk"));

    assertThat(run(Map.of(), "procfs", "sources")).satisfies(this::isMissing);
    assertThat(run(Map.of(), "procfs").err()).contains("JDK 25", "JAVA_HOME");
  }

  @Test
  void whereTooFewFilesMayBeOpenItSaysWhatToAllow() throws Exception {
    onThePath("bash");
    for (int most : List.of(6, 8, 16, 31)) {
      prefix = List.of("bash", "-c", "ulimit -n " + most + "; exec \"$0\" \"$@\"");
      Run run = run(Map.of(), "procfs", "show", "stat");
      isMissing(run);
      assertThat(run.err()).contains("open " + most + " files", "at least 32", "ulimit -n");
    }
  }

  @Test
  void aRemovedCurrentDirectoryIsReported() throws Exception {
    onThePath("bash");
    String removed = "cd \"$(command -p mktemp -d)\" && command -p rmdir \"$PWD\"";
    prefix = List.of("bash", "-c", removed + "; exec \"$0\" \"$@\"");
    Run run = run(Map.of(), "procfs", "show", "stat");
    assertThat(run.err()).contains("procfs: the current directory was removed: change to another");
    assertThat(run.code()).isEqualTo(3);
  }

  @Test
  void aRuntimeWithoutCompilerIsNoJdk() throws Exception {
    Path jre = jdk(usualPlace.resolve("jre-25"), "25.0.3");
    Files.delete(jre.resolve("bin/javac"));

    assertThat(run(Map.of(), "procfs")).satisfies(this::isMissing);
  }

  @Test
  void javaHomeComesFirst() throws Exception {
    Path home = jdk(directory.resolve("mine"), "25");
    jdk(usualPlace.resolve("java-25"), "25.0.3");

    assertThat(run(Map.of("JAVA_HOME", home.toString()), "procfs").out()).startsWith(home + "/");
    assertThat(builds()).singleElement().asString().startsWith(home + " ");
  }

  @Test
  void anOldJavaHomeIsPassedOver() throws Exception {
    Path old = jdk(directory.resolve("old"), "17.0.15");
    Path usual = jdk(usualPlace.resolve("java-25"), "25.0.3+9-LTS");

    assertThat(run(Map.of("JAVA_HOME", old.toString()), "procfs").out()).startsWith(usual + "/");
  }

  @Test
  void javaOnThePathComesBeforeTheUsualPlaces() throws Exception {
    Path onPath = jdk(directory.resolve("path-jdk"), "26-ea");
    jdk(usualPlace.resolve("java-25"), "25.0.3");
    Files.createSymbolicLink(path.resolve("java"), onPath.resolve("bin/java"));

    assertThat(run(Map.of(), "procfs").out()).startsWith(onPath + "/");
  }

  /** Otherwise Java could not open files with non-ASCII names. */
  @Test
  void namesOfFilesAreReadAsUtf8() throws Exception {
    jdk(usualPlace.resolve("java-25"), "25.0.3");
    for (String variable : List.of("LANG", "LC_CTYPE", "LC_ALL")) {
      run(Map.of(variable, "C"), "procfs");
      assertThat(Files.readString(directory.resolve("locale"))).startsWith("locale C.UTF-8 ");
    }
    run(Map.of("LANG", "de_DE"), "procfs");
    assertThat(Files.readString(directory.resolve("locale"))).isEqualTo("locale  de_DE\n");
  }

  @Test
  void runsThroughALinkFromAnyDirectoryWithItsArguments() throws Exception {
    jdk(usualPlace.resolve("java-25"), "25.0.3");
    Files.createSymbolicLink(directory.resolve("link"), checkout.resolve("procfs"));
    becomeOrdinary();

    Run run = run(Map.of("PROCFS_JAVA_OPTS", "-Xmx64m -Dx=y"), "../link", "show", "two words", "");

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("<--enable-native-access=io.github.procfs4j,", "<-Xmx64m>\n<-Dx=y>")
        .endsWith(
            "<--module>\n<io.github.procfs4j.cli/io.github.procfs4j.cli.Main>\n"
                + "<show>\n<two words>\n<>\n")
        .doesNotContain("procfs.columns");
  }

  @Test
  void buildsOnFirstUseOnlyAndTellsOfItOnStandardError() throws Exception {
    jdk(usualPlace.resolve("java-25"), "25.0.3");

    Run first = run(Map.of(), "procfs");
    Run second = run(Map.of(), "procfs");

    assertThat(first.err()).contains("building procfs4j-cli (3/3)");
    assertThat(second.err()).isEmpty();
    assertThat(second.out()).isEqualTo(first.out());
    assertThat(builds()).hasSize(1);
  }

  @Test
  void trainsOnceForEachBuildAndJdk() throws Exception {
    Path jdk = jdk(usualPlace.resolve("java-25"), "25.0.3");

    Run first = run(Map.of(), "procfs");
    assertThat(first.err()).contains("to start it quickly");
    assertThat(trainings())
        .singleElement()
        .asString()
        .startsWith(jdk + "/")
        .endsWith("--module io.github.procfs4j.cli/io.github.procfs4j.cli.Training");
    Run second = run(Map.of(), "procfs");
    assertThat(second.err()).isEmpty();
    assertThat(cache(second)).hasContent("cache").isEqualTo(cache(first));
    assertThat(trainings()).hasSize(1);

    write("procfs4j/src/main/java/A.java", "changed");
    run(Map.of(), "procfs");
    assertThat(trainings()).hasSize(2);
    jdk(usualPlace.resolve("java-25"), "25.0.4");
    run(Map.of(), "procfs");
    assertThat(trainings()).hasSize(3);
    Path other = jdk(directory.resolve("other"), "25.0.4");
    Run ofOther = run(Map.of("JAVA_HOME", other.toString()), "procfs");
    assertThat(trainings()).hasSize(4);
    assertThat(cache(ofOther)).isNotEqualTo(cache(run(Map.of(), "procfs")));
    assertThat(trainings()).hasSize(4);
    assertThat(builds()).hasSize(2);
  }

  @Test
  void trainsWithTheOptionsThatItRunsWith() throws Exception {
    jdk(usualPlace.resolve("java-25"), "25.0.3");
    String arguments = run(Map.of(), "procfs").out();

    String training = trainings().getFirst();
    String options = training.substring(0, training.indexOf(" -XX:AOTCacheOutput"));
    assertThat(arguments.replace(">\n<", " ").replace("\n<", " ")).startsWith(options + " ");
  }

  @Test
  void withoutACacheItRunsAllTheSame() throws Exception {
    jdk(usualPlace.resolve("java-25"), "25.0.3");
    Files.createFile(directory.resolve("untrainable"));

    run(Map.of(), "procfs");
    Run second = run(Map.of(), "procfs");

    assertThat(second.code()).isZero();
    assertThat(second.err()).isEmpty();
    assertThat(second.out()).doesNotContain("AOT");
    assertThat(trainings()).hasSize(1);
  }

  @Test
  void whatSamplesForLongIsCompiledEarlyAndNotWokenUp() throws Exception {
    jdk(usualPlace.resolve("java-25"), "25.0.3");
    becomeOrdinary();
    String early = "<-XX:CompileThresholdScaling=0.05>";
    for (String command : List.of("record", "cost", "waits", "serve")) {
      assertThat(run(Map.of(), "procfs", command).out())
          .contains(
              early, "<-XX:+IgnoreUnrecognizedVMOptions>", "<-XX:AsyncDeflationInterval=60000>");
    }
    assertThat(run(Map.of("PROCFS_JAVA_OPTS", "-Xmx64m"), "procfs", "record").out())
        .contains(early, "<-Xmx64m>")
        .doesNotContain("Unrecognized", "Diagnostic");
    assertThat(run(Map.of(), "procfs", "show", "record").out()).doesNotContain(early, "Diagnostic");
  }

  @Test
  void leavesTheClassesToWhoWishesSo() throws Exception {
    jdk(usualPlace.resolve("java-25"), "25.0.3");
    becomeOrdinary();
    for (String wish : List.of("-Xshare:off", "-XX:AOTCache=mine", "-XX:SharedArchiveFile=mine")) {
      assertThat(run(Map.of("PROCFS_JAVA_OPTS", wish), "procfs").out())
          .contains("<" + wish + ">")
          .doesNotContain(".aot");
    }
    assertThat(trainings()).isEmpty();
  }

  @Test
  void buildsAgainWhenASourceChangedCameOrWent() throws Exception {
    jdk(usualPlace.resolve("java-25"), "25.0.3");
    run(Map.of(), "procfs");

    write("procfs4j/src/main/java/A.java", "changed");
    run(Map.of(), "procfs");
    assertThat(builds()).hasSize(2);
    write("procfs4j-cli/src/main/resources/new/deep.css", "");
    run(Map.of(), "procfs");
    assertThat(builds()).hasSize(3);
    Files.delete(checkout.resolve("procfs4j-cli/src/main/java/B.java"));
    run(Map.of(), "procfs");
    assertThat(builds()).hasSize(4);
    write("pom.xml", "changed");
    run(Map.of(), "procfs");
    assertThat(builds()).hasSize(5);
    write("procfs4j-bench/src/main/java/C.java", "not a part of procfs");
    run(Map.of(), "procfs");
    assertThat(builds()).hasSize(5);
  }

  @Test
  void twoAtOnceBuildOnce() throws Exception {
    jdk(usualPlace.resolve("java-25"), "25.0.3");

    Process one = start(Map.of(), "procfs");
    Process other = start(Map.of(), "procfs");

    assertThat(end(one).code()).isZero();
    assertThat(end(other).code()).isZero();
    assertThat(builds()).hasSize(1);
  }

  @Test
  void aFailedBuildShowsItsErrorsAndRunsNothing() throws Exception {
    jdk(usualPlace.resolve("java-25"), "25.0.3");
    run(Map.of(), "procfs");
    write("procfs4j/src/main/java/A.java", "broken");
    Files.createFile(directory.resolve("broken"));

    Run failed = run(Map.of(), "procfs");
    Files.delete(directory.resolve("broken"));
    Run repaired = run(Map.of(), "procfs");

    assertThat(failed.code()).isEqualTo(3);
    assertThat(failed.out()).isEmpty();
    assertThat(failed.err()).contains("[ERROR] A.java:[1,2] ; expected", "build.log");
    assertThat(repaired.code()).isZero();
  }

  @Test
  void withoutMavenItSaysWhatToInstallOnlyWhenItHasToBuild() throws Exception {
    jdk(usualPlace.resolve("java-25"), "25.0.3");
    Path mvn = path.resolve("mvn");
    Path away = directory.resolve("mvn");

    Files.move(mvn, away);
    assertThat(run(Map.of(), "procfs")).satisfies(this::isMissing);
    Files.move(away, mvn);
    run(Map.of(), "procfs");
    Files.move(mvn, away);
    assertThat(run(Map.of(), "procfs").code()).isZero();
  }

  @Test
  void whatRunsKeepsItsJarsWhenABuildReplacesThem() throws Exception {
    jdk(usualPlace.resolve("java-25"), "25.0.3");
    Process running = start(Map.of(), "procfs", "wait");
    Path first = awaitApp(running);

    write("procfs4j/src/main/java/A.java", "changed");
    run(Map.of(), "procfs");
    assertThat(first.resolve("procfs4j-cli.jar")).exists();

    Files.createFile(directory.resolve("gate"));
    assertThat(end(running).code()).isZero();
    write("procfs4j/src/main/java/A.java", "changed again");
    run(Map.of(), "procfs");
    assertThat(first).doesNotExist();
  }

  @Test
  void aBuildThatDoesNotEndIsNotWaitedForForEver() throws Exception {
    jdk(usualPlace.resolve("java-25"), "25.0.3");
    String common = Files.readString(checkout.resolve(".launch/common.sh"));
    write(".launch/common.sh", common.replace("patience=1200", "patience=1"));
    write("procfs4j-cli/target/apps/lock", "");
    Path lock = checkout.resolve("procfs4j-cli/target/apps/lock");
    Process holder = hold("flock", lock.toString(), "-c", "echo held; read line");
    try {
      Run run = run(Map.of(), "procfs");
      assertThat(run.code()).isEqualTo(3);
      assertThat(run.err())
          .contains("waiting for another build", "has held the lock on " + lock + " for 1 s");
    } finally {
      holder.destroyForcibly();
    }
    assertThat(run(Map.of(), "procfs").code()).isZero();
  }

  /** Any user who can read a file can lock it. */
  @Test
  void locksOfAnotherUserHoldNobodyUp() throws Exception {
    assumeRoot();
    jdk(usualPlace.resolve("java-25"), "25.0.3");
    run(Map.of(), "procfs");
    Path apps = checkout.resolve("procfs4j-cli/target/apps");
    Path app = apps.resolve("current").toRealPath();
    readableByAll();
    String open = "exec 3< " + checkout.resolve("pom.xml") + " 4< " + app + "; flock 3; flock 4; ";
    Process holder = hold(asNobody("sh", "-c", open + "echo held; read line"));
    try {
      assertThat(run(Map.of(), "procfs")).satisfies(this::isDone);
      write("procfs4j/src/main/java/A.java", "changed");
      assertThat(run(Map.of(), "procfs")).satisfies(this::isDone);
      assertThat(builds()).hasSize(2);
      assertThat(app).as("it may be in use").exists();
    } finally {
      holder.destroyForcibly();
    }
    Run run = end(new ProcessBuilder(asNobody("cat", apps.resolve("lock").toString())).start());
    assertThat(run.code()).as("no other user can open the lock of builds").isNotZero();
  }

  @Test
  void rootHeedsNothingThatAnotherUserMayHaveChosen() throws Exception {
    assumeRoot();
    Path usual = jdk(usualPlace.resolve("java-25"), "25.0.3");
    Path theirs = Files.createDirectories(directory.resolve("theirs"));
    jdk(theirs.resolve("jdk"), "25.0.9");
    jdk(theirs.resolve("home/.jdks/jdk"), "25.0.9");
    Path trap = directory.resolve("trap");
    for (String name : List.of("bash", "java", "mvn", "find", "flock", "readlink", "stty", "sed")) {
      executable(theirs.resolve("bin/" + name), "#!/bin/sh\necho " + name + " >> " + trap + "\n");
    }
    Files.writeString(theirs.resolve("env"), "echo env >> " + trap + "\n");
    readableByAll();
    shell("chown -R 65534 " + theirs + "; install -m 666 /dev/null " + trap);
    Files.createSymbolicLink(directory.resolve("link"), checkout.resolve("procfs"));

    Run run =
        run(
            Map.of(
                "PATH", theirs + "/bin:.:" + path,
                "JAVA_HOME", theirs + "/jdk",
                "HOME", theirs + "/home",
                "BASH_ENV", theirs + "/env",
                "PROCFS_JAVA_OPTS", "-javaagent:theirs.jar",
                "JAVA_TOOL_OPTIONS", "-javaagent:theirs.jar"),
            "../link",
            "sources");

    assertThat(run.code()).isZero();
    assertThat(trap).isEmptyFile();
    assertThat(run.out()).startsWith(usual + "/").doesNotContain("theirs");
    assertThat(builds()).singleElement().asString().startsWith(usual + " ");
    assertThat(run.err())
        .contains(
            "PROCFS_JAVA_OPTS is ignored, as root runs this",
            "JAVA_HOME is ignored, as root runs this and others can change " + theirs + "/jdk");
  }

  /** The shell drops a newline at the end of what a program prints. */
  @Test
  void rootDoesNotMistakeADirectoryForOneWithAShorterName() throws Exception {
    assumeRoot();
    Path usual = jdk(usualPlace.resolve("java-25"), "25.0.3");
    Path sticky = Files.createDirectories(directory.resolve("sticky"));
    Path theirs = jdk(sticky.resolve("\u001b[2J\n"), "25.0.9");
    readableByAll();
    shell("chmod 1777 " + sticky + "; chown -R 65534 " + sticky + "/*");

    Run run = run(Map.of("JAVA_HOME", theirs.toString()), "procfs");

    assertThat(run.out()).startsWith(usual + "/");
    assertThat(run.err())
        .contains("others can change " + sticky + "/?[2J?.")
        .doesNotContain("No such file");
  }

  /** The directories that only root can change are looked up in lines. */
  @Test
  void rootDoesNotTakeAPathWithNewlinesForSeveralPaths() throws Exception {
    assumeRoot();
    Path usual = jdk(usualPlace.resolve("java-25"), "25.0.3");
    Path theirs = Files.createDirectories(directory.resolve("theirs"));
    Path jdk = jdk(theirs.resolve("jdk"), "25.0.9");
    Path three = Path.of(theirs + "/x\n" + theirs + "\n" + jdk + "\n" + jdk.resolve("bin"));
    Files.createDirectories(three);
    readableByAll();
    shell("chown -R 65534 " + theirs);
    Files.setAttribute(three, "unix:uid", 0);

    Run run =
        run(Map.of("HOME", three.toString(), "JAVA_HOME", jdk.toString()), "procfs", "sources");

    assertThat(run.out()).startsWith(usual + "/");
    assertThat(run.err()).contains("JAVA_HOME is ignored");
  }

  /** Root's group may have other members, and what looks like its group may be a list of users. */
  @Test
  void rootDoesNotRunWhatAGroupCanChange() throws Exception {
    assumeRoot();
    Path usual = jdk(usualPlace.resolve("java-25"), "25.0.3");
    Path home = jdk(directory.resolve("jdk"), "25.0.9");
    readableByAll();
    assertThat(run(Map.of("JAVA_HOME", home.toString()), "procfs").out()).startsWith(home + "/");

    Files.setPosixFilePermissions(home, fromString("rwxrwxr-x"));
    assertThat(run(Map.of("JAVA_HOME", home.toString()), "procfs").out()).startsWith(usual + "/");
  }

  /** Messages are formats of printf, and some programs run what a variable says. */
  @Test
  void noProgramThatRootRunsSeesTheEnvironment() throws Exception {
    assumeRoot();
    jdk(usualPlace.resolve("java-25"), "25.0.3");
    Path seen = directory.resolve("seen");
    executable(
        path.resolve("flock"),
        "#!/bin/sh\nenv >> %s\nexec '%s' \"$@\"\n".formatted(seen, find("flock").orElseThrow()));
    readableByAll();
    run(
        Map.of(
            "LANG", "de_DE",
            "LANGUAGE", "../../../../theirs",
            "LC_MESSAGES", "/theirs",
            "GCONV_PATH", "/theirs",
            "TAR_OPTIONS", "--checkpoint-action=exec=theirs",
            "TZ", ":/theirs"),
        "procfs");
    assertThat(seen).content().contains("LANG=de_DE\n", "PATH=" + path).doesNotContain("theirs");

    for (String path : List.of("/theirs", "../theirs", "Europe/../../theirs")) {
      Files.delete(seen);
      run(Map.of("TZ", path), "procfs");
      assertThat(seen).content().doesNotContain("theirs");
    }
    run(Map.of("TZ", "America/Argentina/Ushuaia", "LANGUAGE", "de:fr"), "procfs");
    assertThat(seen).content().contains("TZ=America/Argentina/Ushuaia\n", "LANGUAGE=de:fr\n");
  }

  @Test
  void whatRootBuildsIsForRootAloneToChange() throws Exception {
    assumeRoot();
    jdk(usualPlace.resolve("java-25"), "25.0.3");
    onThePath("bash");
    prefix = List.of("bash", "-c", "umask 0; exec \"$0\" \"$@\"");
    assertThat(run(Map.of(), "procfs")).satisfies(this::isDone);
    try (Stream<Path> built = Files.walk(checkout.resolve("procfs4j-cli/target"))) {
      assertThat(built.filter(file -> !Files.isSymbolicLink(file)))
          .isNotEmpty()
          .allSatisfy(
              file ->
                  assertThat(Files.getPosixFilePermissions(file))
                      .doesNotContain(GROUP_WRITE, OTHERS_WRITE));
    }
  }

  @Test
  void rootMakesAPackageWithNothingThatAnotherUserMayHaveChosen() throws Exception {
    assumeRoot();
    Path usual = jdk(usualPlace.resolve("java-25"), "25.0.3");
    Path trap = directory.resolve("trap");
    Path seen = directory.resolve("seen");
    executable(usual.resolve("bin/jlink"), "#!/bin/sh\nenv > " + seen + "; exit 1\n");
    Path theirs = Files.createDirectories(directory.resolve("theirs"));
    for (String name : List.of("dirname", "readlink", "mkdir", "rm", "uname")) {
      executable(theirs.resolve(name), "#!/bin/sh\necho " + name + " >> " + trap + "\n");
    }
    onThePath("uname");
    readableByAll();
    shell("chown -R 65534 " + theirs + "; install -m 666 /dev/null " + trap);

    run(
        Map.of(
            "PATH", theirs + ":" + path,
            "SOURCE_DATE_EPOCH", "1",
            "JAVA_TOOL_OPTIONS", "-javaagent:theirs.jar"),
        "package");

    assertThat(trap).isEmptyFile();
    assertThat(seen).content().contains("PATH=" + path).doesNotContain("theirs");
  }

  @Test
  void aNumberOfASampleIsNotTooLargeToBeRead() throws Exception {
    write("procfs4j-samples/src/main/java/io/github/procfs4j/samples/Sample01First.java", "");
    onThePath("tr");
    Run run = run(Map.of(), "sample", "18446744073709551617"); // 2^64 + 1
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("0 samples match", "Sample01First");
  }

  /** Of a process that has mounted something else there, in a namespace of its own. */
  @Test
  void rootDoesNotRunWhatHasATrustedPathForAnotherProcessOnly() throws Exception {
    assumeRoot();
    Path home = jdk(directory.resolve("jdk"), "25.0.3");
    Path theirs = jdk(directory.resolve("theirs"), "25.0.9");
    readableByAll();
    shell("chown -R 65534 " + theirs);
    String mount = "mount --bind " + theirs + " " + home + " && echo held && read line";
    Process holder = new ProcessBuilder(asNobody("unshare", "-Urm", "sh", "-c", mount)).start();
    try {
      assumeTrue("held".equals(holder.inputReader().readLine()), "no namespaces for a user here");
      Path seen = Path.of("/proc/" + holder.pid() + "/root" + home);
      assertThat(Files.readString(seen.resolve("release"))).contains("25.0.9");

      Run run = run(Map.of("JAVA_HOME", seen.toString()), "procfs");

      assertThat(run.out()).startsWith(home + "/");
      assertThat(builds()).singleElement().asString().startsWith(home + " ");
    } finally {
      holder.destroyForcibly();
    }
  }

  private static void assumeRoot() throws Exception {
    assumeTrue(isRoot(), "only root can be attacked by another user here");
    assumeTrue(find("setpriv").isPresent(), "setpriv, of util-linux, makes the other user");
  }

  private static boolean isRoot() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
  }

  /** From here on the launchers run as an unprivileged user, even if root runs the tests. */
  private void becomeOrdinary() throws Exception {
    if (isRoot()) {
      assumeRoot();
      readableByAll();
      shell("chown -R 65534 " + directory);
      prefix = asNobody();
    }
  }

  private static List<String> asNobody(String... words) {
    List<String> all =
        new ArrayList<>(
            List.of(
                find("setpriv").orElseThrow().toString(),
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups"));
    all.addAll(List.of(words));
    return all;
  }

  private void readableByAll() throws Exception {
    shell("chmod 755 " + directory);
  }

  private static void shell(String line) throws Exception {
    assertThat(end(new ProcessBuilder("sh", "-c", line).start()).code()).as(line).isZero();
  }

  private static Process hold(String... words) throws IOException {
    return hold(List.of(words));
  }

  /** Starts a process that reports when it holds a lock. */
  private static Process hold(List<String> words) throws IOException {
    Process holder = new ProcessBuilder(words).redirectError(Redirect.INHERIT).start();
    assertThat(holder.inputReader().readLine()).isEqualTo("held");
    return holder;
  }

  @Test
  void passesOnHowWideTheTerminalIs() throws Exception {
    assumeTrue(find("script").isPresent(), "script, of util-linux, makes the terminal");
    onThePath("script");
    onThePath("sh");
    jdk(usualPlace.resolve("java-25"), "25.0.3");
    run(Map.of(), "procfs");
    executable(
        checkout.resolve("in-terminal"),
        """
        #!/usr/bin/env bash
        script -qc 'stty cols 77; ./procfs; ./procfs | cat; ./procfs 2>&1 | cat' /dev/null
        """);

    assertThat(run(Map.of(), "in-terminal").out().split("<-Dprocfs.columns=77>", -1)).hasSize(3);
  }

  @Test
  void benchNeedsACompilerToCompareWith() throws Exception {
    jdk(usualPlace.resolve("java-25"), "25.0.3");

    assertThat(run(Map.of(), "bench")).satisfies(this::isMissing);
    executable(path.resolve("gcc"), "");
    assertThat(run(Map.of(), "bench", "--tsv", "x").out())
        .endsWith("<io.github.procfs4j.bench.Bench>\n<--tsv>\n<x>\n");
  }

  private void isMissing(Run run) {
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).hasLineCount(1).endsWith(".\n");
    assertThat(builds()).isEmpty();
  }

  private void isDone(Run run) {
    assertThat(run.code()).as(run.err()).isZero();
  }

  private record Run(int code, String out, String err) {}

  private Run run(Map<String, String> environment, String... command) throws Exception {
    return end(start(environment, command));
  }

  private Process start(Map<String, String> environment, String... command) throws IOException {
    List<String> words = new ArrayList<>(prefix);
    words.add(checkout.resolve(command[0]).toString());
    words.addAll(List.of(command).subList(1, command.length));
    ProcessBuilder builder = new ProcessBuilder(words).directory(checkout.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", path.toString());
    builder.environment().put("HOME", directory.resolve("home").toString());
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static Path cache(Run run) {
    return run.out()
        .lines()
        .filter(line -> line.startsWith("<-XX:AOTCache="))
        .map(line -> Path.of(line.substring("<-XX:AOTCache=".length(), line.length() - 1)))
        .findFirst()
        .orElseThrow();
  }

  /** What the launchers print fits in the buffers of the pipes, so it can be read at the end. */
  private static Run end(Process process) throws Exception {
    process.getOutputStream().close();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    return new Run(
        process.exitValue(),
        new String(process.getInputStream().readAllBytes(), UTF_8),
        new String(process.getErrorStream().readAllBytes(), UTF_8));
  }

  /** The directory of the jars from which a launcher runs. */
  private Path awaitApp(Process running) throws Exception {
    Path started = directory.resolve("started");
    while (!Files.exists(started)) {
      if (!running.isAlive()) {
        isDone(end(running));
      }
      Thread.sleep(10);
    }
    return checkout.resolve("procfs4j-cli/target/apps/current").toRealPath();
  }

  private List<String> builds() {
    return log("mvn.log");
  }

  /** The training runs. */
  private List<String> trainings() {
    return log("training.log");
  }

  private List<String> log(String name) {
    try {
      Path log = directory.resolve(name);
      return Files.exists(log) ? Files.readAllLines(log) : List.of();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * A made-up JDK whose java trains, or prints its location and its arguments, one on each line.
   */
  private Path jdk(Path home, String version) throws IOException {
    executable(home.resolve("bin/javac"), "");
    executable(
        home.resolve("bin/java"),
        """
        #!/usr/bin/env bash
        for word; do
          if [[ $word == -XX:AOTCacheOutput=* ]]; then
            echo "$0 $*" >> %1$s/training.log
            [[ -e %1$s/untrainable ]] || echo cache > "${word#*=}"
            exit
          fi
        done
        echo "$0"
        echo "locale ${LC_ALL-} ${LANG-}" > %1$s/locale
        printf '<%%s>\\n' "$@"
        touch %1$s/started
        while [[ $word == wait && ! -e %1$s/gate ]]; do sleep 0.01; done
        """
            .formatted(directory));
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"Made up\"\nJAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  private void write(String file, String text) throws IOException {
    Path target = checkout.resolve(file);
    Files.createDirectories(target.getParent());
    Files.writeString(target, text);
  }

  private static void executable(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, fromString("rwxr-xr-x"));
  }

  /** Not as a link: JUnit warns of each that leads out of the directory that it deletes. */
  private void onThePath(String tool) throws IOException {
    executable(path.resolve(tool), "#!/bin/sh\nexec '" + find(tool).orElseThrow() + "' \"$@\"\n");
  }

  private static Optional<Path> find(String tool) {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(place -> Path.of(place, tool))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
