package io.github.procfs4j.cli.page;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/** A real headless browser that opens pages from files. */
@SuppressWarnings("NullAway") // what is missing fails the test
final class Browser implements AutoCloseable {

  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** Starts Chromium; the test is skipped if it is not installed. */
  static Browser start() {
    Optional<File> chromium = onPath("chromium", "chromium-browser", "google-chrome");
    Optional<File> chromedriver = onPath("chromedriver");
    assumeTrue(
        chromium.isPresent(), "no chromium on the PATH: the page is not tested in a browser");
    assumeTrue(chromedriver.isPresent(), "no chromedriver on the PATH (Debian: chromium-driver)");
    ChromeOptions options = new ChromeOptions();
    options.setBinary(chromium.get());
    options.setCapability(
        ChromeOptions.LOGGING_PREFS, Map.of(LogType.BROWSER, "ALL", LogType.PERFORMANCE, "ALL"));
    options.addArguments(
        "--headless",
        "--no-sandbox", // tests may run as root
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1400,1000");
    System.setProperty("webdriver.chrome.driver", chromedriver.get().getPath());
    ChromeDriver driver = new ChromeDriver(options);
    driver.manage().timeouts().scriptTimeout(Duration.ofMinutes(1));
    return new Browser(driver);
  }

  private static Optional<File> onPath(String... names) {
    return Stream.of(names)
        .flatMap(
            name ->
                Stream.of(System.getenv("PATH").split(Pattern.quote(File.pathSeparator)))
                    .map(directory -> new File(directory, name)))
        .filter(File::canExecute)
        .findFirst();
  }

  /** Writes a page to a file, opens it, and waits until the charts in view are drawn. */
  void open(Page page, Path directory) throws IOException {
    open(page, directory, "");
  }

  /** Opens a page at a fragment of its address. */
  void open(Page page, Path directory, String fragment) throws IOException {
    Path file = Files.createTempFile(directory, "page", ".html");
    try (OutputStream out = Files.newOutputStream(file)) {
      PageWriter.write(page, out);
    }
    open(file, fragment);
  }

  /** Opens a file at a fragment of its address, and waits until what is in view is drawn. */
  void open(Path file, String fragment) {
    log();
    requests();
    driver.get("about:blank");
    driver.get(file.toUri() + fragment);
    await("!document.getElementById('main') || 'ready' in document.documentElement.dataset");
    drawn();
  }

  /** Waits until the charts in view are drawn. */
  void drawn() {
    await(
        """
        charts().every((chart) => {
          const {top, bottom} = chart.figure.getBoundingClientRect();
          const isFar = top > innerHeight + 300 || bottom < -300;
          return chart.drawn === view || chart.isEmpty || !chart.inView && isFar;
        })
        """);
  }

  /**
   * What a screen reader is given: each node of the page as its role, a space, and its name;
   * without those that it ignores, and without plain text.
   */
  @SuppressWarnings("unchecked")
  List<String> accessible() {
    Map<String, Object> tree = driver.executeCdpCommand("Accessibility.getFullAXTree", Map.of());
    List<String> nodes = new ArrayList<>();
    for (Map<String, Object> node : (List<Map<String, Object>>) tree.get("nodes")) {
      if (Boolean.FALSE.equals(node.get("ignored"))) {
        String role = value(node.get("role"));
        if (!role.equals("StaticText") && !role.equals("InlineTextBox")) {
          nodes.add(role + " " + value(node.get("name")));
        }
      }
    }
    return nodes;
  }

  /** The CPU time of the thread that runs the page's scripts and draws it, in milliseconds. */
  @SuppressWarnings("unchecked")
  double cpuMillis() {
    driver.executeCdpCommand("Performance.enable", Map.of("timeDomain", "threadTicks"));
    Map<String, Object> all = driver.executeCdpCommand("Performance.getMetrics", Map.of());
    for (Map<String, Object> metric : (List<Map<String, Object>>) all.get("metrics")) {
      if ("TaskDuration".equals(metric.get("name"))
          && metric.get("value") instanceof Number value) {
        return 1000 * value.doubleValue();
      }
    }
    throw new AssertionError("no TaskDuration in " + all);
  }

  private static String value(@Nullable Object property) {
    return property instanceof Map<?, ?> of && of.get("value") != null
        ? String.valueOf(of.get("value"))
        : "";
  }

  /** Opens an address. */
  void get(String address) {
    driver.get(address);
  }

  /** Makes the window as wide as that, in CSS pixels. */
  void width(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** Uses the colours of the system instead of those of the page, or ends that. */
  void forceColours(boolean isForced) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "forced-colors", "value", isForced ? "active" : "none"))));
  }

  /** Sends keys to what has the focus. */
  void type(CharSequence... keys) {
    new Actions(driver).sendKeys(keys).perform();
  }

  /** Runs a script in the page. */
  void run(String script, Object... arguments) {
    driver.executeScript(script, arguments);
  }

  /** Runs a script in the page and returns what it returns. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  <T> T ask(String script, Object... arguments) {
    return (T) Objects.requireNonNull(driver.executeScript(script, arguments), script);
  }

  /** Waits until an expression is true in the page. */
  void await(String condition) {
    driver.executeAsyncScript(
        """
        const done = arguments[0];
        const look = () => %s ? done() : setTimeout(look, 10);
        look();
        """
            .formatted(condition));
  }

  /** The console messages of the page, or of the browser about the page, since the last call. */
  List<String> log() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(LogEntry::toString)
        .toList();
  }

  /** The addresses that the page requested since the last call. */
  List<String> requests() {
    Pattern request =
        Pattern.compile(
            "\"method\":\"Network.requestWillBeSent\".*\"documentURL\".*?\"url\":\"([^\"]*)\"");
    return driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
        .map(entry -> request.matcher(entry.getMessage()))
        .filter(matcher -> matcher.find())
        .map(matcher -> matcher.group(1))
        .toList();
  }

  /** The windows and tabs that are open. */
  int windows() {
    return driver.getWindowHandles().size();
  }

  /** Closes all windows and tabs but the first one. */
  void closeOthers() {
    String first = driver.getWindowHandle();
    for (String window : driver.getWindowHandles()) {
      if (!window.equals(first)) {
        driver.switchTo().window(window).close();
      }
    }
    driver.switchTo().window(first);
  }

  String url() {
    return driver.getCurrentUrl();
  }

  /** Sets the color scheme that the reader prefers: {@code light} or {@code dark}. */
  void prefer(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** Shows the page as on {@code screen} or in {@code print}. */
  void medium(String medium) {
    driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", medium));
  }

  List<WebElement> all(String selector) {
    return driver.findElements(By.cssSelector(selector));
  }

  WebElement one(String selector) {
    return driver.findElement(By.cssSelector(selector));
  }

  Actions mouse() {
    return new Actions(driver, Duration.ofMillis(20));
  }

  @Override
  public void close() {
    driver.quit();
  }
}
