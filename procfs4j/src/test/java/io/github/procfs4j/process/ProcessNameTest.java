package io.github.procfs4j.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Command lines are made up, with the options of the manual pages, unless stated otherwise. */
class ProcessNameTest {
  /** The name of a process with these arguments, separated by single blanks. */
  private static String name(String comm, String arguments) {
    return name(comm, arguments.split(" ", -1));
  }

  private static String name(String comm, String... arguments) {
    byte[] text = (String.join("\0", arguments) + "\0").getBytes(StandardCharsets.UTF_8);
    return CommandLine.of(text).name(comm);
  }

  @ParameterizedTest
  @CsvSource({
    "java -Xmx1g -cp lib/a.jar:lib/b.jar com.example.Main 8080, com.example.Main 8080",
    "/usr/lib/jvm/jdk/bin/java com.example.Main, com.example.Main",
    "java -classpath x -server -Dkey=value -ea:pkg... a.B, a.B",
    "java --class-path x a.B, a.B",
    "java --class-path=x a.B, a.B",
    "java -jar /opt/server.jar --port 80, server.jar --port 80",
    "java -jar -Xmx1g server.jar, server.jar",
    "java -cp /x -jar server.jar, server.jar",
    "java -p mods --add-modules ALL-SYSTEM -m app/com.example.Main arg, app/com.example.Main arg",
    "java --module-path mods --module app, app",
    "java --module-path=mods --module=app/a.B arg, app/a.B arg",
    "java --add-opens java.base/java.lang=ALL-UNNAMED --add-exports a/b=c --add-reads a=b a.B, a.B",
    "java --patch-module a=b --limit-modules a --upgrade-module-path b a.B, a.B",
    "java --enable-native-access ALL-UNNAMED -XX:+UseZGC -agentlib:jdwp=x -javaagent:a.jar a.B,"
        + " a.B",
    "java --source 25 --enable-preview /home/me/Hello.java x, Hello.java x",
    "java com/example/Main -jar x.jar, com/example/Main -jar x.jar",
    "java @/opt/app.args 8080, @/opt/app.args 8080",
    "java -Xmx1g @app.args a.B, @app.args a.B",
    "java --disable-@files -cp x @odd, @odd",
    "java -version, java -version",
    "java -jar, java -jar",
    "java -cp, java -cp",
    "java -m, java -m",
    "java --module=, java --module="
  })
  void javaIsNamedByWhatItRuns(String arguments, String name) {
    assertThat(name("java", arguments)).isEqualTo(name);
  }

  @Test
  void argumentsMayHoldBlanks() {
    assertThat(name("java", "java", "-cp", "/opt/my app/lib.jar:.", "a.B")).isEqualTo("a.B");
    assertThat(name("java", "/opt/my jdk/bin/java", "-jar", "/opt/my app/x y.jar"))
        .isEqualTo("x y.jar");
  }

  @ParameterizedTest
  @CsvSource({
    "python3, python3 -u -W ignore -X dev /srv/app/manage.py run, manage.py run",
    "python3, /usr/bin/python3.11 -bb -Wignore manage.py, manage.py",
    "python, python -m http.server 80, http.server 80",
    "python, python -um http.server 80, http.server 80",
    "python, python -mhttp.server, http.server",
    "python, python -c print() a.py, python -c print() a.py",
    "python, /usr/bin/python -uc print() a.py, python -uc print() a.py",
    "python, python --check-hash-based-pycs never -- -odd.py, -odd.py",
    "python, python, python",
    "python, python -, python -",
    "python3.13t, python3.13t a.py, a.py",
    "pypy3, pypy3 a.py, a.py",
    "node, node --require ./hook --max-old-space-size=4096 server.js 80, server.js 80",
    "node, node -r hook --import=x --import y /app/index.mjs, index.mjs",
    "node, nodejs --inspect=9229 --conditions dev -C prod server.js, server.js",
    "node, node -e code server.js, node -e code server.js",
    "node, node -pe code, node -pe code",
    "node, node --eval code x, node --eval code x",
    "node, node --print=code x, node --print=code x",
    "perl, perl -w -I lib -Mstrict script.pl a, script.pl a",
    "perl, perl -Ilib -i.bak -T script.pl, script.pl",
    "perl, perl -lane print x, perl -lane print x",
    "perl, perl -0777 -E say x, perl -0777 -E say x",
    "perl, perl -d:NYTProf script.pl, script.pl",
    "ruby, ruby -W0 -I lib -rset -r json -E utf-8 app.rb x, app.rb x",
    "ruby, ruby --enable frozen-string-literal --encoding=utf-8 /srv/app.rb, app.rb",
    "ruby, ruby -ne code x.rb, ruby -ne code x.rb",
    "bash, bash -eu -o pipefail /opt/backup.sh /srv, backup.sh /srv",
    "bash, /bin/bash --norc --rcfile x +O extglob backup.sh, backup.sh",
    "bash, bash -c sleep, bash -c sleep",
    "bash, bash -lc sleep x, bash -lc sleep x",
    "bash, bash -s backup.sh, bash -s backup.sh",
    "bash, -bash, -bash",
    "sh, sh -e ./run.sh, run.sh",
    "dash, dash run.sh, run.sh"
  })
  void interpretersAreNamedByTheirScript(String comm, String arguments, String name) {
    assertThat(name(comm, arguments)).isEqualTo(name);
  }

  @Test
  void aScriptMayBeAProgramOfItsOwn() {
    // The kernel names a process after the script whose first line names the interpreter.
    assertThat(name("manage.py", "/usr/bin/python3 /srv/manage.py run")).isEqualTo("manage.py run");
    assertThat(name("a-script-with-a", "python3 /srv/a-script-with-a-long-name.py"))
        .isEqualTo("a-script-with-a-long-name.py");
  }

  @Test
  void aNameOfItsOwnComesFirst() {
    assertThat(name("worker", "/usr/sbin/nginx -g off")).isEqualTo("worker: nginx -g off");
    assertThat(name("worker", "java a.B")).isEqualTo("worker: a.B");
    assertThat(name("python3.11", "python a.py")).as("what a link leads to").isEqualTo("a.py");
    assertThat(name("java", "myserver -jar x.jar")).as("exec -a").isEqualTo("x.jar");
  }

  @ParameterizedTest
  @CsvSource({
    "cc1, /usr/lib/gcc/cc1 -O2 /src/a.c, cc1 -O2 /src/a.c",
    "tool, bin/tool, tool",
    "env, /usr/bin/env -S python a.py, env -S python a.py",
    "javac, javac -cp x A.java, javac -cp x A.java",
    "nodepad, nodepad x, nodepad x",
    "pythonista, pythonista x, pythonista x"
  })
  void otherProgramsAreNamedByThemselves(String comm, String arguments, String name) {
    assertThat(name(comm, arguments)).isEqualTo(name);
  }

  @Test
  void theDirectoryOfAProgramMayHoldABlank() {
    assertThat(name("tool", "/opt/my app/tool", "x/y")).isEqualTo("tool x/y");
  }

  @Test
  void aTitleIsANameAlready() {
    assertThat(CommandLine.of("nginx: worker process".getBytes(ISO_8859_1)).name("nginx"))
        .isEqualTo("nginx: worker process");
    assertThat(CommandLine.of("postgres: 15/main: checkpointer".getBytes(ISO_8859_1)).name("x"))
        .isEqualTo("x: postgres: 15/main: checkpointer");
    assertThat(CommandLine.of("sshd: /usr/sbin/sshd -D\0\0\0".getBytes(ISO_8859_1)).name("sshd"))
        .isEqualTo("sshd: /usr/sbin/sshd -D");
    assertThat(CommandLine.of("/usr/bin/puma 6 (tcp://x)\0\0".getBytes(ISO_8859_1)).name("ruby"))
        .isEqualTo("ruby: puma 6 (tcp://x)");
  }

  @Test
  void whatHasNoArgumentsIsCalledByItsName() {
    assertThat(CommandLine.of(new byte[0]).name("kthreadd")).isEqualTo("[kthreadd]");
    assertThat(CommandLine.of(new byte[15]).name("zeroed")).isEqualTo("[zeroed]");
    assertThat(CommandLine.of(new byte[0]).name("")).isEqualTo("[]");
    assertThat(name("x", "/")).isEqualTo("[x]");
  }

  @Test
  void namesEndWhereNobodyReadsOn() {
    assertThat(name("cat", "cat " + "x ".repeat(100_000)))
        .hasSize(80)
        .startsWith("cat x x")
        .endsWith("…");
    assertThat(name("java", "java -cp " + "x".repeat(100_000) + " a.B")).isEqualTo("a.B");
    String emoji = "\ud83d\ude00";
    assertThat(name("cat", "cat", emoji.repeat(200)).codePoints().count()).isEqualTo(80);
    assertThat(name("y".repeat(100)).codePointCount(0, 80)).isLessThanOrEqualTo(80);
  }

  @Test
  void bytesMayBeAny() {
    assertThat(CommandLine.of("python\0\u00ff\n\u001b[2J.py\0".getBytes(ISO_8859_1)).name("python"))
        .as("escaped where it is printed")
        .isEqualTo("\\xff\n\u001b[2J.py");
    Random random = new Random(42);
    for (int i = 0; i < 20_000; i++) {
      byte[] text = new byte[random.nextInt(40)];
      for (int j = 0; j < text.length; j++) {
        text[j] = (byte) "java -cm@/=s\0\0\0\u00c3\n".charAt(random.nextInt(17));
      }
      for (String comm : List.of("java", "python3", "node", "perl", "ruby", "bash", "", "x")) {
        assertThat(CommandLine.of(text).name(comm)).isNotEmpty().hasSizeLessThanOrEqualTo(80);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.procfs4j.process.ProcessTrees#variants")
  void ofRealProcesses(String variant, @TempDir Path root) {
    assertThat(process(variant, "threads", root).name()).endsWith("com.example.Main");
    assertThat(process(variant, "kthreadd", root).name()).isEqualTo("[kthreadd]");
    assertThat(process(variant, "zombie", root).name()).isEqualTo("[zombie) kid]");
    assertThat(process(variant, "argv_title", root).name()).contains("server: worker process 3");
  }

  private static ProcessDirectory process(String variant, String role, Path root) {
    ProcessTrees processes = ProcessTrees.of(variant);
    String pid = processes.pid(role);
    processes.unpack("s0/" + pid, root.resolve(pid));
    return ProcessDirectory.of(root, Long.parseLong(pid));
  }
}
